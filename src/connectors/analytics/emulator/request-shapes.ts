import type { FieldShape, MessageShape } from '../../google/emulator/request-shape.ts';

const list = (listOf: FieldShape): FieldShape => ({ listOf });
const message = (shape: MessageShape): FieldShape => ({ message: shape });
const enumOf = (name: string, ...values: string[]): FieldShape => ({ enum: name, values });

const numericValue = message({ int64Value: 'int64', doubleValue: 'double' });

const filter = message({
  fieldName: 'string',
  stringFilter: message({
    matchType: enumOf(
      'Filter.StringFilter.MatchType',
      'MATCH_TYPE_UNSPECIFIED',
      'EXACT',
      'BEGINS_WITH',
      'ENDS_WITH',
      'CONTAINS',
      'FULL_REGEXP',
      'PARTIAL_REGEXP',
    ),
    value: 'string',
    caseSensitive: 'boolean',
  }),
  inListFilter: message({ values: list('string'), caseSensitive: 'boolean' }),
  numericFilter: message({
    operation: enumOf(
      'Filter.NumericFilter.Operation',
      'OPERATION_UNSPECIFIED',
      'EQUAL',
      'LESS_THAN',
      'LESS_THAN_OR_EQUAL',
      'GREATER_THAN',
      'GREATER_THAN_OR_EQUAL',
    ),
    value: numericValue,
  }),
  betweenFilter: message({ fromValue: numericValue, toValue: numericValue }),
  emptyFilter: message({}),
});

/** Expressions hold expressions, so the shape refers to itself when it is read. */
const filterExpressionShape: MessageShape = {
  get andGroup(): FieldShape {
    return message({ expressions: list(filterExpression) });
  },
  get orGroup(): FieldShape {
    return message({ expressions: list(filterExpression) });
  },
  get notExpression(): FieldShape {
    return filterExpression;
  },
  filter,
};
const filterExpression: FieldShape = message(filterExpressionShape);

const dateRange = message({ startDate: 'string', endDate: 'string', name: 'string' });
const dimension = message({
  name: 'string',
  dimensionExpression: message({
    lowerCase: message({ dimensionName: 'string' }),
    upperCase: message({ dimensionName: 'string' }),
    concatenate: message({ dimensionNames: list('string'), delimiter: 'string' }),
  }),
});
const metric = message({ name: 'string', expression: 'string', invisible: 'boolean' });
const orderBy = message({
  metric: message({ metricName: 'string' }),
  dimension: message({
    dimensionName: 'string',
    orderType: enumOf(
      'OrderBy.DimensionOrderBy.OrderType',
      'ORDER_TYPE_UNSPECIFIED',
      'ALPHANUMERIC',
      'CASE_INSENSITIVE_ALPHANUMERIC',
      'NUMERIC',
    ),
  }),
  pivot: message({
    metricName: 'string',
    pivotSelections: list(message({ dimensionName: 'string', dimensionValue: 'string' })),
  }),
  desc: 'boolean',
});
const aggregations = list(
  enumOf('MetricAggregation', 'METRIC_AGGREGATION_UNSPECIFIED', 'TOTAL', 'MINIMUM', 'MAXIMUM', 'COUNT'),
);
const cohortSpec = message({
  cohorts: list(message({ name: 'string', dimension: 'string', dateRange })),
  cohortsRange: message({
    granularity: enumOf('CohortsRange.Granularity', 'GRANULARITY_UNSPECIFIED', 'DAILY', 'WEEKLY', 'MONTHLY'),
    startOffset: 'int32',
    endOffset: 'int32',
  }),
  cohortReportSettings: message({ accumulate: 'boolean' }),
});
const comparisons = list(message({ name: 'string', dimensionFilter: filterExpression, comparison: 'string' }));

const common: MessageShape = {
  dimensions: list(dimension),
  metrics: list(metric),
  dimensionFilter: filterExpression,
  metricFilter: filterExpression,
  returnPropertyQuota: 'boolean',
};

const report: MessageShape = {
  ...common,
  property: 'string',
  dateRanges: list(dateRange),
  orderBys: list(orderBy),
  metricAggregations: aggregations,
  offset: 'int64',
  limit: 'int64',
  currencyCode: 'string',
  cohortSpec,
  keepEmptyRows: 'boolean',
  comparisons,
};

/** Bodies of the Data API by method, as its discovery document declares them; a test compares the two. */
export const DATA_SHAPES: Readonly<Record<string, MessageShape>> = {
  runReport: report,
  batchRunReports: { requests: list(message(report)) },
  runPivotReport: {
    ...common,
    property: 'string',
    dateRanges: list(dateRange),
    pivots: list(
      message({
        fieldNames: list('string'),
        orderBys: list(orderBy),
        offset: 'int64',
        limit: 'int64',
        metricAggregations: aggregations,
      }),
    ),
    currencyCode: 'string',
    cohortSpec,
    keepEmptyRows: 'boolean',
    comparisons,
  },
  runRealtimeReport: {
    ...common,
    orderBys: list(orderBy),
    metricAggregations: aggregations,
    limit: 'int64',
    minuteRanges: list(message({ name: 'string', startMinutesAgo: 'int32', endMinutesAgo: 'int32' })),
  },
  checkCompatibility: {
    dimensions: list(dimension),
    metrics: list(metric),
    dimensionFilter: filterExpression,
    metricFilter: filterExpression,
    compatibilityFilter: enumOf('Compatibility', 'COMPATIBILITY_UNSPECIFIED', 'COMPATIBLE', 'INCOMPATIBLE'),
  },
  createAudienceExport: {
    name: 'string',
    audience: 'string',
    audienceDisplayName: 'string',
    dimensions: list(message({ dimensionName: 'string' })),
    state: enumOf('AudienceExport.State', 'STATE_UNSPECIFIED', 'CREATING', 'ACTIVE', 'FAILED'),
    beginCreatingTime: 'string',
    creationQuotaTokensCharged: 'int32',
    rowCount: 'int32',
    errorMessage: 'string',
    percentageCompleted: 'double',
  },
  queryAudienceExport: { offset: 'int64', limit: 'int64' },
};

/** Reports of the alpha: those of the beta, and of conversions. */
export const ALPHA_REPORT_SHAPE: MessageShape = {
  ...report,
  conversionSpec: message({
    conversionActions: list('string'),
    attributionModel: enumOf(
      'ConversionSpec.AttributionModel',
      'ATTRIBUTION_MODEL_UNSPECIFIED',
      'DATA_DRIVEN',
      'LAST_CLICK',
    ),
  }),
};

const funnelFilterShape: MessageShape = {
  get andGroup(): FieldShape {
    return message({ expressions: list(funnelFilter) });
  },
  get orGroup(): FieldShape {
    return message({ expressions: list(funnelFilter) });
  },
  get notExpression(): FieldShape {
    return funnelFilter;
  },
  funnelFieldFilter: filter,
  funnelEventFilter: message({ eventName: 'string' }),
};
const funnelFilter: FieldShape = message(funnelFilterShape);

/** The funnel of the alpha, as far as it is emulated. */
export const FUNNEL_SHAPE: MessageShape = {
  property: 'string',
  dateRanges: list(dateRange),
  funnel: message({
    isOpenFunnel: 'boolean',
    steps: list(
      message({
        name: 'string',
        isDirectlyFollowedBy: 'boolean',
        withinDurationFromPriorStep: 'string',
        filterExpression: funnelFilter,
      }),
    ),
  }),
  funnelBreakdown: message({ breakdownDimension: dimension, limit: 'int64' }),
  funnelNextAction: message({ nextActionDimension: dimension, limit: 'int64' }),
  funnelVisualizationType: enumOf(
    'RunFunnelReportRequest.FunnelVisualizationType',
    'FUNNEL_VISUALIZATION_TYPE_UNSPECIFIED',
    'STANDARD_FUNNEL',
    'TRENDED_FUNNEL',
  ),
  limit: 'int64',
  dimensionFilter: filterExpression,
  returnPropertyQuota: 'boolean',
};

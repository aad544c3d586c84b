/** Requests of the Data API once their shape has been checked. */

export interface StringFilter {
  readonly matchType?: string;
  readonly value?: string;
  readonly caseSensitive?: boolean;
}

export interface NumericValue {
  readonly int64Value?: string | number;
  readonly doubleValue?: number;
}

export interface FieldFilter {
  readonly fieldName?: string;
  readonly stringFilter?: StringFilter;
  readonly inListFilter?: { readonly values?: readonly string[]; readonly caseSensitive?: boolean };
  readonly numericFilter?: { readonly operation?: string; readonly value?: NumericValue };
  readonly betweenFilter?: { readonly fromValue?: NumericValue; readonly toValue?: NumericValue };
  readonly emptyFilter?: object;
}

export interface Expression {
  readonly andGroup?: { readonly expressions?: readonly Expression[] };
  readonly orGroup?: { readonly expressions?: readonly Expression[] };
  readonly notExpression?: Expression;
  readonly filter?: FieldFilter;
}

export interface DateRange {
  readonly startDate?: string;
  readonly endDate?: string;
  readonly name?: string;
}

export interface OrderBy {
  readonly metric?: { readonly metricName?: string };
  readonly dimension?: { readonly dimensionName?: string; readonly orderType?: string };
  readonly desc?: boolean;
}

export interface Named {
  readonly name?: string;
}

export interface Metric extends Named {
  readonly expression?: string;
}

export interface ReportRequest {
  readonly property?: string;
  readonly dimensions?: readonly Named[];
  readonly metrics?: readonly Metric[];
  readonly dateRanges?: readonly DateRange[];
  readonly dimensionFilter?: Expression;
  readonly metricFilter?: Expression;
  readonly orderBys?: readonly OrderBy[];
  readonly metricAggregations?: readonly string[];
  readonly offset?: string | number;
  readonly limit?: string | number;
  readonly currencyCode?: string;
  readonly keepEmptyRows?: boolean;
  readonly returnPropertyQuota?: boolean;
  readonly pivots?: readonly Pivot[];
  readonly cohortSpec?: CohortSpec;
  readonly minuteRanges?: readonly {
    readonly name?: string;
    readonly startMinutesAgo?: number;
    readonly endMinutesAgo?: number;
  }[];
}

/** `RunReportRequest` of the alpha. */
export interface ConversionsRequest extends ReportRequest {
  readonly conversionSpec?: { readonly conversionActions?: readonly string[]; readonly attributionModel?: string };
}

export interface BatchRequest {
  readonly requests?: readonly ReportRequest[];
}

export interface Pivot {
  readonly fieldNames?: readonly string[];
  readonly orderBys?: readonly OrderBy[];
  readonly offset?: string | number;
  readonly limit?: string | number;
}

export interface CohortSpec {
  readonly cohorts?: readonly { readonly name?: string; readonly dimension?: string; readonly dateRange?: DateRange }[];
  readonly cohortsRange?: { readonly granularity?: string; readonly startOffset?: number; readonly endOffset?: number };
}

/** Thrown where a request is refused; the face turns it into Google's envelope. */
export class Refusal extends Error {
  readonly code: number;
  readonly status: string;

  constructor(message: string, code: number = 400, status: string = 'INVALID_ARGUMENT') {
    super(message);
    this.name = 'Refusal';
    this.code = code;
    this.status = status;
  }
}

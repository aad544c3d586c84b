import type { MessageShape } from '../../google/emulator/request-shape.ts';

export const packageName = 'google.searchconsole.v1';

const types = ['WEB', 'IMAGE', 'VIDEO', 'NEWS', 'DISCOVER', 'GOOGLE_NEWS'];

/** `SearchAnalyticsQueryRequest` of the discovery document. */
export const queryShape: MessageShape = {
  startDate: 'string',
  endDate: 'string',
  dimensions: {
    listOf: {
      enum: 'ApiDimension',
      values: ['DATE', 'QUERY', 'PAGE', 'COUNTRY', 'DEVICE', 'SEARCH_APPEARANCE', 'HOUR'],
    },
  },
  type: { enum: 'SearchType', values: types },
  searchType: { enum: 'SearchType', values: types },
  dimensionFilterGroups: {
    listOf: {
      message: {
        groupType: { enum: 'ApiDimensionFilterGroup.GroupType', values: ['AND'] },
        filters: {
          listOf: {
            message: {
              dimension: {
                enum: 'ApiFilterDimension',
                values: ['QUERY', 'PAGE', 'COUNTRY', 'DEVICE', 'SEARCH_APPEARANCE'],
              },
              operator: {
                enum: 'ApiFilterOperator',
                values: ['EQUALS', 'NOT_EQUALS', 'CONTAINS', 'NOT_CONTAINS', 'INCLUDING_REGEX', 'EXCLUDING_REGEX'],
              },
              expression: 'string',
            },
          },
        },
      },
    },
  },
  aggregationType: { enum: 'AggregationType', values: ['AUTO', 'BY_PROPERTY', 'BY_PAGE', 'BY_NEWS_SHOWCASE_PANEL'] },
  dataState: { enum: 'DataState', values: ['DATA_STATE_UNSPECIFIED', 'FINAL', 'ALL', 'HOURLY_ALL'] },
  rowLimit: 'int32',
  startRow: 'int32',
};

/** `InspectUrlIndexRequest` of the discovery document. */
export const inspectShape: MessageShape = { inspectionUrl: 'string', siteUrl: 'string', languageCode: 'string' };

import type { AreaNames } from './area-names.ts';

/** What the emulator knows of reports and of bulk operations. */
export const reportsNames: AreaNames = {
  queries: 'shopifyqlQuery bulkOperation bulkOperations',
  mutations: 'bulkOperationRunQuery bulkOperationCancel',
  types: {
    ShopifyqlQueryResponse: 'tableData parseErrors',
    ShopifyqlTableData: 'columns rows',
    ShopifyqlTableDataColumn: 'name dataType displayName',
    BulkOperation: `id status type query errorCode createdAt completedAt objectCount rootObjectCount fileSize url
      partialDataUrl`,
    BulkOperationRunQueryPayload: 'bulkOperation userErrors',
    BulkOperationCancelPayload: 'bulkOperation userErrors',
    BulkOperationUserError: 'code field message',
  },
};

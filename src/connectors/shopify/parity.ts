/** What a tool of another server for Shopify has here: our tools for the same job, or why there is none. */
interface Parity {
  readonly server: string;
  readonly tool: string;
  readonly ours?: readonly string[];
  readonly whyNot?: string;
}

const GELI = 'GeLi2001/shopify-mcp';
const MERRITT = 'benwmerritt/shopify-mcp';
const COB = 'callobuzz/cob-shopify-mcp';
/** Package `@shopify/dev-mcp`, 1.16.0. */
const DEV = 'Shopify/dev-mcp';

const NO_BULK_WRITES =
  'Each change is one call with its own record and key, so that it can be audited, repeated and taken back.';
const FOR_DEVELOPERS =
  'It helps to write code for Shopify, from documents and schemas, and reaches no shop; agents who write code can have it beside this platform.';
const NOT_SHOPIFY = 'It speaks to another service than Shopify.';

/** By server and its tools, as its own documentation lists them: names of our tools, or a sentence that says why not. */
// biome-ignore format: a table is read in columns
const ROWS: readonly (readonly [server: string, tool: string, ours: readonly string[] | string])[] = [
  [GELI, 'get-products',               ['shopify_list_products']],
  [GELI, 'get-product-by-id',          ['shopify_get_product']],
  [GELI, 'create-product',             ['shopify_create_product']],
  [GELI, 'update-product',             ['shopify_update_product', 'shopify_update_product_seo']],
  [GELI, 'delete-product',             ['shopify_delete_record']],
  [GELI, 'manage-product-options',     ['shopify_save_options', 'shopify_delete_options']],
  [GELI, 'manage-product-variants',    ['shopify_save_variants']],
  [GELI, 'delete-product-variants',    ['shopify_delete_record']],
  [GELI, 'get-customers',              ['shopify_search_customers']],
  [GELI, 'get-customer-by-id',         ['shopify_get_customer']],
  [GELI, 'create-customer',            ['shopify_save_customer']],
  [GELI, 'update-customer',            ['shopify_save_customer']],
  [GELI, 'delete-customer',            ['shopify_delete_record']],
  [GELI, 'customer-merge',             ['shopify_merge_customers']],
  [GELI, 'manage-customer-address',    ['shopify_save_address', 'shopify_delete_record']],
  [GELI, 'get-orders',                 ['shopify_search_orders']],
  [GELI, 'get-order-by-id',            ['shopify_get_order']],
  [GELI, 'update-order',               ['shopify_update_order']],
  [GELI, 'get-customer-orders',        ['shopify_get_customer']],
  [GELI, 'order-cancel',               ['shopify_cancel_order']],
  [GELI, 'order-close-open',           ['shopify_update_order']],
  [GELI, 'order-mark-as-paid',         ['shopify_update_order']],
  [GELI, 'create-fulfillment',         ['shopify_save_fulfillment', 'shopify_list_fulfillment_orders']],
  [GELI, 'refund-create',              ['shopify_refund_order', 'shopify_preview_refund']],
  [GELI, 'create-draft-order',         ['shopify_save_draft_order']],
  [GELI, 'complete-draft-order',       ['shopify_save_draft_order']],
  [GELI, 'get-metafields',             ['shopify_list_custom_data']],
  [GELI, 'set-metafields',             ['shopify_save_custom_data']],
  [GELI, 'delete-metafields',          ['shopify_delete_custom_data']],
  [GELI, 'inventory-set-quantities',   ['shopify_change_stock']],
  [GELI, 'manage-tags',                ['shopify_update_product', 'shopify_update_order', 'shopify_save_customer']],
  [GELI, 'crumbs-attribution',         NOT_SHOPIFY],

  [MERRITT, 'products',                      ['shopify_list_products', 'shopify_get_product']],
  [MERRITT, 'create-product',                ['shopify_create_product']],
  [MERRITT, 'update-product',                ['shopify_update_product']],
  [MERRITT, 'delete-product',                ['shopify_delete_record']],
  [MERRITT, 'delete-variant',                ['shopify_delete_record']],
  [MERRITT, 'delete-product-images',         ['shopify_save_content']],
  [MERRITT, 'bulk-update-products',          NO_BULK_WRITES],
  [MERRITT, 'bulk-delete-products',          NO_BULK_WRITES],
  [MERRITT, 'count-products-by-tag',         ['shopify_query_graphql']],
  [MERRITT, 'find-products-by-metafield',    ['shopify_query_graphql']],
  [MERRITT, 'search-taxonomy',               ['shopify_query_graphql']],
  [MERRITT, 'get-collections',               ['shopify_list_collections']],
  [MERRITT, 'manage-collection-products',    ['shopify_update_product']],
  [MERRITT, 'create-collection',             ['shopify_save_collection']],
  [MERRITT, 'update-collection',             ['shopify_save_collection']],
  [MERRITT, 'delete-collection',             ['shopify_delete_record']],
  [MERRITT, 'get-customers',                 ['shopify_search_customers']],
  [MERRITT, 'update-customer',               ['shopify_save_customer']],
  [MERRITT, 'orders',                        ['shopify_search_orders', 'shopify_get_order']],
  [MERRITT, 'update-order',                  ['shopify_update_order']],
  [MERRITT, 'draft-orders',                  ['shopify_list_draft_orders']],
  [MERRITT, 'create-draft-order',            ['shopify_save_draft_order']],
  [MERRITT, 'update-draft-order',            ['shopify_save_draft_order']],
  [MERRITT, 'complete-draft-order',          ['shopify_save_draft_order']],
  [MERRITT, 'get-inventory-levels',          ['shopify_list_locations']],
  [MERRITT, 'update-inventory',              ['shopify_change_stock']],
  [MERRITT, 'get-locations',                 ['shopify_list_locations']],
  [MERRITT, 'get-metafields',                ['shopify_list_custom_data']],
  [MERRITT, 'set-metafield',                 ['shopify_save_custom_data']],
  [MERRITT, 'bulk-set-variant-metafields',   ['shopify_save_custom_data']],
  [MERRITT, 'delete-metafield',              ['shopify_delete_custom_data']],
  [MERRITT, 'list-metafield-definitions',    ['shopify_query_graphql']],
  [MERRITT, 'get-metafield-options',         ['shopify_query_graphql']],
  [MERRITT, 'list-metaobject-definitions',   ['shopify_list_custom_data']],
  [MERRITT, 'get-metaobject-definition',     ['shopify_list_custom_data']],
  [MERRITT, 'create-metaobject',             ['shopify_save_custom_data']],
  [MERRITT, 'update-metaobject',             ['shopify_save_custom_data']],
  [MERRITT, 'delete-metaobject',             ['shopify_delete_custom_data']],
  [MERRITT, 'list-metaobjects',              ['shopify_list_custom_data']],
  [MERRITT, 'get-metaobject',                ['shopify_list_custom_data']],
  [MERRITT, 'get-files',                     ['shopify_list_content']],
  [MERRITT, 'attach-file-to-product',        ['shopify_save_content']],
  [MERRITT, 'detach-file-from-product',      ['shopify_save_content']],
  [MERRITT, 'create-file-upload-session',    ['shopify_save_content']],
  [MERRITT, 'get-file-upload-session',       ['shopify_list_content']],
  [MERRITT, 'get-redirects',                 ['shopify_list_content']],
  [MERRITT, 'create-redirect',               ['shopify_save_content']],
  [MERRITT, 'delete-redirect',               ['shopify_delete_record']],
  [MERRITT, 'get-store-counts',              ['shopify_run_report', 'shopify_query_graphql']],
  [MERRITT, 'get-product-issues',            ['shopify_list_products']],
  [MERRITT, 'start-bulk-export',             ['shopify_start_bulk_query']],
  [MERRITT, 'get-bulk-operation-status',     ['shopify_get_bulk_query']],
  [MERRITT, 'get-bulk-operation-results',    ['shopify_get_bulk_query']],
  [MERRITT, 'get-status',                    ['shopify_get_shop']],

  [COB, 'list_products',                ['shopify_list_products']],
  [COB, 'get_product',                  ['shopify_get_product']],
  [COB, 'get_product_by_handle',        ['shopify_get_product']],
  [COB, 'search_products',              ['shopify_list_products']],
  [COB, 'list_product_variants',        ['shopify_get_product']],
  [COB, 'get_product_variant',          ['shopify_get_product']],
  [COB, 'list_collections',             ['shopify_list_collections']],
  [COB, 'get_collection',               ['shopify_list_collections']],
  [COB, 'create_product',               ['shopify_create_product']],
  [COB, 'create_product_variant',       ['shopify_save_variants']],
  [COB, 'create_collection',            ['shopify_save_collection']],
  [COB, 'update_product',               ['shopify_update_product']],
  [COB, 'update_product_variant',       ['shopify_save_variants']],
  [COB, 'update_product_status',        ['shopify_update_product']],
  [COB, 'manage_product_tags',          ['shopify_update_product']],
  [COB, 'list_orders',                  ['shopify_search_orders']],
  [COB, 'search_orders',                ['shopify_search_orders']],
  [COB, 'get_order',                    ['shopify_get_order']],
  [COB, 'get_order_by_name',            ['shopify_get_order']],
  [COB, 'get_order_timeline',           ['shopify_get_order']],
  [COB, 'get_order_fulfillment_status', ['shopify_list_fulfillment_orders']],
  [COB, 'create_draft_order',           ['shopify_save_draft_order']],
  [COB, 'add_order_note',               ['shopify_update_order']],
  [COB, 'update_order_note',            ['shopify_update_order']],
  [COB, 'add_order_tag',                ['shopify_update_order']],
  [COB, 'update_order_tags',            ['shopify_update_order']],
  [COB, 'mark_order_paid',              ['shopify_update_order']],
  [COB, 'list_customers',               ['shopify_search_customers']],
  [COB, 'search_customers',             ['shopify_search_customers']],
  [COB, 'get_customer',                 ['shopify_get_customer']],
  [COB, 'get_customer_orders',          ['shopify_get_customer']],
  [COB, 'get_customer_lifetime_value',  ['shopify_get_customer']],
  [COB, 'create_customer',              ['shopify_save_customer']],
  [COB, 'update_customer',              ['shopify_save_customer']],
  [COB, 'add_customer_tag',             ['shopify_save_customer']],
  [COB, 'remove_customer_tag',          ['shopify_save_customer']],
  [COB, 'get_inventory_item',           ['shopify_list_locations']],
  [COB, 'get_inventory_by_sku',         ['shopify_list_locations']],
  [COB, 'list_inventory_levels',        ['shopify_list_locations']],
  [COB, 'get_location_inventory',       ['shopify_list_locations']],
  [COB, 'low_stock_report',             ['shopify_list_products']],
  [COB, 'adjust_inventory',             ['shopify_change_stock']],
  [COB, 'set_inventory_level',          ['shopify_change_stock']],
  [COB, 'sales_summary',                ['shopify_run_report']],
  [COB, 'top_products',                 ['shopify_run_report']],
  [COB, 'orders_by_date_range',         ['shopify_run_report']],
  [COB, 'refund_rate_summary',          ['shopify_run_report']],
  [COB, 'repeat_customer_rate',         ['shopify_run_report']],
  [COB, 'inventory_risk_report',        ['shopify_run_report']],

  [DEV, 'learn_shopify_api',            FOR_DEVELOPERS],
  [DEV, 'search_docs_chunks',           FOR_DEVELOPERS],
  [DEV, 'validate',                     FOR_DEVELOPERS],
  [DEV, 'validate_component_codeblocks', FOR_DEVELOPERS],
  [DEV, 'validate_theme',               FOR_DEVELOPERS],
  [DEV, 'validate_theme_codeblocks',    FOR_DEVELOPERS],
  [DEV, 'validate_graphql_codeblocks',  ['shopify_query_graphql']],
  [DEV, 'feedback',                     FOR_DEVELOPERS],
];

/** What other servers for Shopify offer, and what is here for it. */
export const PARITY: readonly Parity[] = ROWS.map(([server, tool, ours]) =>
  typeof ours === 'string' ? { server, tool, whyNot: ours } : { server, tool, ours },
);

/** What the Admin API offers and no tool does: what it is, and why. */
export const LEFT_OUT: readonly { readonly what: string; readonly whyNot: string }[] = [
  {
    what: 'Processing a return (`returnProcess`)',
    whyNot:
      'One mutation restocks or disposes of pieces, sends exchanges and pays back, for good. Its schema names the fields but not what becomes of money and stock when they contradict each other, it is not among the mutations that take an idempotency key, and nothing of it is recorded: an emulator would be a guess, and a lost reply could not be settled. `shopify_refund_order` pays and restocks by lines, under a key; `shopify_save_return` closes the return; exchanges are sent in the admin.',
  },
  {
    what: 'Changes in bulk (`bulkOperationRunMutation`)',
    whyNot: `${NO_BULK_WRITES} \`shopify_start_bulk_query\` reads in bulk.`,
  },
];

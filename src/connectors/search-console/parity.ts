/** A tool of another public server, and which of ours does its job, or why none does. */
interface Parity {
  readonly server: string;
  readonly tool: string;
  readonly ours?: string[];
  readonly whyNot?: string;
}

const FOROU = 'AminForou/mcp-gsc';
const AHONN = 'ahonn/mcp-server-gsc';
const SHARMA = 'saurabhsharma2u/search-console-mcp';
const DAYS =
  'No tool of its own: gsc_query_performance gives the days, and statistics over them are better left to who reads them.';
const ARITHMETIC = 'Arithmetic on two numbers or texts, which needs no vendor and no call.';

/** What other servers' tools do, as their code or documentation said on 2026-11-22. */
// biome-ignore format: a table is read in columns
export const PARITY: Parity[] = [
  { server: FOROU,  tool: 'get_capabilities',              whyNot: 'Listing tools and checking connections is the platform’s: tools/list, search_tools, doctor.' },
  { server: FOROU,  tool: 'list_properties',               ours: ['gsc_list_sites'] },
  { server: FOROU,  tool: 'get_site_details',              ours: ['gsc_list_sites'] },
  { server: FOROU,  tool: 'get_search_analytics',          ours: ['gsc_query_performance'] },
  { server: FOROU,  tool: 'get_performance_overview',      ours: ['gsc_query_performance', 'gsc_compare_periods'] },
  { server: FOROU,  tool: 'compare_search_periods',        ours: ['gsc_compare_periods'] },
  { server: FOROU,  tool: 'get_search_by_page_query',      ours: ['gsc_query_performance'] },
  { server: FOROU,  tool: 'get_advanced_search_analytics', ours: ['gsc_query_performance'] },
  { server: FOROU,  tool: 'inspect_url_enhanced',          ours: ['gsc_inspect_urls'] },
  { server: FOROU,  tool: 'batch_url_inspection',          ours: ['gsc_inspect_urls'] },
  { server: FOROU,  tool: 'check_indexing_issues',         ours: ['gsc_inspect_urls'] },
  { server: FOROU,  tool: 'get_sitemaps',                  ours: ['gsc_list_sitemaps'] },
  { server: FOROU,  tool: 'list_sitemaps_enhanced',        ours: ['gsc_list_sitemaps'] },
  { server: FOROU,  tool: 'manage_sitemaps',               ours: ['gsc_submit_sitemap', 'gsc_delete_sitemap'] },
  { server: FOROU,  tool: 'reauthenticate',                whyNot: 'Credentials are an operator’s matter and never an agent’s.' },
  { server: AHONN,  tool: 'list_sites',                    ours: ['gsc_list_sites'] },
  { server: AHONN,  tool: 'search_analytics',              ours: ['gsc_query_performance'] },
  { server: AHONN,  tool: 'enhanced_search_analytics',     ours: ['gsc_query_performance'] },
  { server: AHONN,  tool: 'detect_quick_wins',             ours: ['gsc_find_opportunities'] },
  { server: AHONN,  tool: 'index_inspect',                 ours: ['gsc_inspect_urls'] },
  { server: AHONN,  tool: 'list_sitemaps',                 ours: ['gsc_list_sitemaps'] },
  { server: AHONN,  tool: 'get_sitemap',                   ours: ['gsc_list_sitemaps'] },
  { server: AHONN,  tool: 'submit_sitemap',                ours: ['gsc_submit_sitemap'] },
  { server: SHARMA, tool: 'analytics_query',               ours: ['gsc_query_performance'] },
  { server: SHARMA, tool: 'analytics_trends',              ours: ['gsc_compare_periods', 'gsc_find_opportunities'] },
  { server: SHARMA, tool: 'analytics_anomalies',           whyNot: DAYS },
  { server: SHARMA, tool: 'analytics_drop_attribution',    ours: ['gsc_compare_periods'] },
  { server: SHARMA, tool: 'analytics_time_series',         whyNot: DAYS },
  { server: SHARMA, tool: 'analytics_compare_periods',     ours: ['gsc_compare_periods'] },
  { server: SHARMA, tool: 'seo_brand_vs_nonbrand',         ours: ['gsc_query_performance'] },
  { server: SHARMA, tool: 'seo_low_hanging_fruit',         ours: ['gsc_find_opportunities'] },
  { server: SHARMA, tool: 'seo_striking_distance',         ours: ['gsc_find_opportunities'] },
  { server: SHARMA, tool: 'seo_low_ctr_opportunities',     ours: ['gsc_find_opportunities'] },
  { server: SHARMA, tool: 'seo_cannibalization',           ours: ['gsc_find_opportunities'] },
  { server: SHARMA, tool: 'seo_lost_queries',              ours: ['gsc_compare_periods'] },
  { server: SHARMA, tool: 'seo_primitive_ranking_bucket',  whyNot: ARITHMETIC },
  { server: SHARMA, tool: 'seo_primitive_traffic_delta',   whyNot: ARITHMETIC },
  { server: SHARMA, tool: 'seo_primitive_is_brand',        whyNot: ARITHMETIC },
  { server: SHARMA, tool: 'seo_primitive_is_cannibalized', whyNot: ARITHMETIC },
  { server: SHARMA, tool: 'sites_list',                    ours: ['gsc_list_sites'] },
  { server: SHARMA, tool: 'sites_add',                     ours: ['gsc_add_site'] },
  { server: SHARMA, tool: 'sites_delete',                  ours: ['gsc_delete_site'] },
  { server: SHARMA, tool: 'sites_health_check',            ours: ['gsc_list_sites', 'gsc_list_sitemaps', 'gsc_compare_periods'] },
  { server: SHARMA, tool: 'sitemaps_list',                 ours: ['gsc_list_sitemaps'] },
  { server: SHARMA, tool: 'sitemaps_submit',               ours: ['gsc_submit_sitemap'] },
  { server: SHARMA, tool: 'inspection_inspect',            ours: ['gsc_inspect_urls'] },
  { server: SHARMA, tool: 'pagespeed_analyze',             whyNot: 'Another API of Google’s (PageSpeed Insights), about any page of the web.' },
  { server: SHARMA, tool: 'schema_validate',               whyNot: 'Reads pages of the web; gsc_inspect_urls tells what Google made of their structured data.' },
];

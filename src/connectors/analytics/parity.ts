/** One tool of another server, and what does its job here. */
export interface Parity {
  /** Repository. */
  readonly server: string;
  readonly tool: string;
  readonly ours?: readonly string[];
  /** Where nothing does: why. */
  readonly whyNot?: string;
}

const GOOGLE = 'googleanalytics/google-analytics-mcp';
const SURENDRAN = 'surendranb/google-analytics-mcp';
const STAPE = 'stape-io/google-analytics-mcp';
const NITAI = 'nitaiaharoni1/google-analytics-mcp';
const MINHOLI = 'minholi/google-analytics-mcp';

const REPORT = ['ga4_run_report'];
const FIELDS = ['ga4_search_fields'];
const PROPERTY = ['ga4_get_property'];
const FILTERS_NOT =
  'Filters of a property drop data for good and exist in the alpha of the Admin API alone; a person sets them in Analytics.';

/** What other servers for Google Analytics offer (their documents of November 2026). */
// biome-ignore format: a table is read in columns
export const PARITY: readonly Parity[] = [
  { server: GOOGLE, tool: 'get_account_summaries', ours: ['ga4_list_properties'] },
  { server: GOOGLE, tool: 'get_property_details', ours: PROPERTY },
  { server: GOOGLE, tool: 'list_google_ads_links', ours: PROPERTY },
  { server: GOOGLE, tool: 'run_report', ours: REPORT },
  { server: GOOGLE, tool: 'run_funnel_report', ours: ['ga4_run_funnel'] },
  { server: GOOGLE, tool: 'get_custom_dimensions_and_metrics', ours: ['ga4_get_property', 'ga4_search_fields'] },
  { server: GOOGLE, tool: 'run_realtime_report', ours: ['ga4_run_realtime'] },
  { server: GOOGLE, tool: 'run_conversions_report', ours: ['ga4_run_conversions'] },
  { server: GOOGLE, tool: 'list_property_annotations', ours: ['ga4_list_annotations'] },

  { server: SURENDRAN, tool: 'get_ga4_data', ours: REPORT },
  { server: SURENDRAN, tool: 'search_schema', ours: FIELDS },
  { server: SURENDRAN, tool: 'get_property_schema', ours: FIELDS },
  { server: SURENDRAN, tool: 'list_dimension_categories', ours: FIELDS },
  { server: SURENDRAN, tool: 'list_metric_categories', ours: FIELDS },
  { server: SURENDRAN, tool: 'get_dimensions_by_category', ours: FIELDS },
  { server: SURENDRAN, tool: 'get_metrics_by_category', ours: FIELDS },
  { server: SURENDRAN, tool: 'list_properties', ours: ['ga4_list_properties'] },
  { server: SURENDRAN, tool: 'search_skills', whyNot: 'Recipes are documents, not calls of a vendor; descriptions of tools say when to use which.' },
  { server: SURENDRAN, tool: 'get_troubleshooting_guide', whyNot: 'Errors say what to change, and the guide is in docs/connectors/analytics.md.' },
  { server: SURENDRAN, tool: 'setup_ga4_access', whyNot: 'Credentials are the operator’s: settings and sealed connections, never a tool of an agent.' },

  { server: STAPE, tool: 'list_property_annotations', ours: ['ga4_list_annotations'] },
  { server: STAPE, tool: 'run_conversions_report', ours: ['ga4_run_conversions'] },

  { server: NITAI, tool: 'list_data_filters', whyNot: FILTERS_NOT },
  { server: NITAI, tool: 'get_data_filter', whyNot: FILTERS_NOT },
  { server: NITAI, tool: 'create_data_filter', whyNot: FILTERS_NOT },
  { server: NITAI, tool: 'update_data_filter', whyNot: FILTERS_NOT },
  { server: NITAI, tool: 'delete_data_filter', whyNot: FILTERS_NOT },

  { server: MINHOLI, tool: 'google_analytics_get_overview', ours: REPORT },
  { server: MINHOLI, tool: 'google_analytics_get_traffic_sources', ours: REPORT },
  { server: MINHOLI, tool: 'google_analytics_get_top_pages', ours: REPORT },
  { server: MINHOLI, tool: 'google_analytics_get_geographic_performance', ours: REPORT },
  { server: MINHOLI, tool: 'google_analytics_get_audience', ours: REPORT },
  { server: MINHOLI, tool: 'google_analytics_get_events', ours: REPORT },
  { server: MINHOLI, tool: 'google_analytics_get_conversions', ours: REPORT },
  { server: MINHOLI, tool: 'google_analytics_get_realtime', ours: ['ga4_run_realtime'] },
];

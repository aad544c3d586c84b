import { defineConnector } from '../define.ts';
import { configure } from './configure.ts';
import { probeAnalytics } from './probe.ts';
import { classify } from './protocol/classify.ts';
import { AnalyticsUpstream } from './protocol/upstream.ts';
import { ANALYTICS_SETTINGS } from './settings.ts';
import { archiveCustomDefinition } from './tools/archive-custom-definition.ts';
import { checkCompatibility } from './tools/check-compatibility.ts';
import { createAudienceExport } from './tools/create-audience-export.ts';
import { deleteKeyEvent } from './tools/delete-key-event.ts';
import { getAudienceUsers } from './tools/get-audience-users.ts';
import { getProperty } from './tools/get-property.ts';
import { listAnnotations } from './tools/list-annotations.ts';
import { listProperties } from './tools/list-properties.ts';
import { runBatch } from './tools/run-batch.ts';
import { runCohorts } from './tools/run-cohorts.ts';
import { runConversions } from './tools/run-conversions.ts';
import { runFunnel } from './tools/run-funnel.ts';
import { runRealtime } from './tools/run-realtime.ts';
import { runReport } from './tools/run-report.ts';
import { saveCustomDefinition } from './tools/save-custom-definition.ts';
import { saveKeyEvent } from './tools/save-key-event.ts';
import { searchFields } from './tools/search-fields.ts';

/** Google Analytics 4, over its Data and Admin APIs (https://developers.google.com/analytics). */
export const analytics = defineConnector<AnalyticsUpstream>({
  id: 'analytics',
  title: 'Google Analytics',
  description: 'Visits, users, channels and tracked sales of sites and apps, and how their properties are set up.',
  version: 1,
  toolPrefix: 'ga4_',
  settings: ANALYTICS_SETTINGS,
  configure,
  // A property bears ten requests at a time from everybody; half of them are ours.
  concurrency: 5,
  // Ten errors of Google's own in an hour lock a project out of a property.
  retries: 2,
  classify,
  upstream: (channel, target) => new AnalyticsUpstream(channel, target),
  probe: probeAnalytics,
  tools: [
    listProperties,
    getProperty,
    searchFields,
    checkCompatibility,
    runReport,
    runBatch,
    runCohorts,
    runRealtime,
    runFunnel,
    runConversions,
    getAudienceUsers,
    createAudienceExport,
    listAnnotations,
    saveKeyEvent,
    deleteKeyEvent,
    saveCustomDefinition,
    archiveCustomDefinition,
  ],
});

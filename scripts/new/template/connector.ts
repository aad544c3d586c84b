import { defineConnector } from '../../../src/connectors/define.ts';
import { configure } from './configure.ts';
import { probe } from './probe.ts';
import { classify } from './protocol/classify.ts';
import { SampleUpstream } from './protocol/upstream.ts';
import { SAMPLE_SETTINGS } from './settings.ts';
import { listItems } from './tools/list-items.ts';
import { renameItem } from './tools/rename-item.ts';

/** Sample, over its API. */
export const sample = defineConnector<SampleUpstream>({
  id: 'sample-id',
  title: 'Sample',
  description: 'What lives behind it, in one sentence for agents.',
  version: 1,
  toolPrefix: 'sample_',
  settings: SAMPLE_SETTINGS,
  configure,
  classify,
  upstream: (channel) => new SampleUpstream(channel),
  probe,
  tools: [listItems, renameItem],
});

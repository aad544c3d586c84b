import { z } from 'zod';
import { defineTool } from '../../define.ts';
import { definitionFields, findDefinition } from '../input/definition.ts';
import { propertyField, scopeOf } from '../input/property.ts';
import { type AnalyticsUpstream, Empty } from '../protocol/upstream.ts';

/** `ga4_archive_custom_definition`: a custom dimension or metric leaves the reports. */
export const archiveCustomDefinition = defineTool({
  name: 'ga4_archive_custom_definition',
  title: 'Archive a custom field',
  description:
    'Takes a custom dimension or metric out of reports for good and frees its place: reports that use it fail. It is still ' +
    'collected.',
  effect: 'destroy',
  permission: 'ga4.definitions.delete',
  scopes: ['analytics.edit'],
  repeatable: true,
  input: z.object({ property: propertyField(), ...definitionFields }),
  output: z.object({
    parameter: z.string().describe('Whose definition it was.'),
    state: z.string().describe('archived, or absent where there was none.'),
  }),
  quotaScope: scopeOf('settings'),
  examples: [
    { title: 'A dimension of events', input: { kind: 'event_dimension', parameter: 'article_author' } },
    { title: 'A property of users', input: { kind: 'user_dimension', parameter: 'newsletter' } },
  ],

  async run(input, upstream: AnalyticsUpstream, { atFirst }) {
    const { parameter } = input;
    const id = upstream.property(input.property);
    const found = await findDefinition(id, input, upstream);
    const before = await atFirst(async () => found);
    if (found === undefined) return { parameter, state: before === undefined ? 'absent' : 'archived' };
    await upstream.adminChange(id, 'POST', `${found.name}:archive`, {}, Empty);
    return { parameter, state: 'archived' };
  },
});

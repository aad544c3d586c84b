import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fromProto3JSON, toProto3JSON } from 'proto3-json-serializer';
import protobuf from 'protobufjs';

const { resolve } = createRequire(import.meta.url);

/** Reads JSON as a message of the vendor's own library and writes it again: what the message does not know is lost or refused on the way. */
export type RoundTrip = (type: string, value: unknown) => unknown;

/** Loads the messages of `@google-analytics/data`. */
export function loadAnalyticsProtos(): RoundTrip {
  const file = resolve('@google-analytics/data/build/protos/protos.json');
  const root = protobuf.Root.fromJSON(JSON.parse(readFileSync(file, 'utf8')));
  return (type, value) => {
    const message = fromProto3JSON(root.lookupType(`google.analytics.data.${type}`) as never, value as never);
    return message === null ? undefined : toProto3JSON(message);
  };
}

/** Leaves out what protocol buffers do not tell from nothing: false, zero, an offset of none, empty texts and lists. */
export function withoutDefaults(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutDefaults);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .map(([name, member]) => [name, withoutDefaults(member)] as const)
      .filter(([name, member]) => !(isNothing(member) || (name === 'offset' && member === '0'))),
  );
}

function isNothing(value: unknown): boolean {
  return value === false || value === 0 || value === '' || (Array.isArray(value) && value.length === 0);
}

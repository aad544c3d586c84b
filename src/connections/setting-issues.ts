import type { Connector } from '../kernel/connector.ts';
import type { Issue } from '../kernel/errors.ts';
import { nearest } from '../kernel/nearest.ts';

type Names = Readonly<Record<string, string>>;

/** What is wrong with the names under which settings and secrets of a connection are given: unknown ones, and each in the place of the other. */
export function settingIssues(connector: Connector, settings: Names, secrets: Names): Issue[] {
  return [
    ...Object.keys(settings).flatMap((name) => issueOf(connector, name, 'settings') ?? []),
    ...Object.keys(secrets).flatMap((name) => issueOf(connector, name, 'secrets') ?? []),
  ];
}

function issueOf({ title, settings }: Connector, name: string, part: 'settings' | 'secrets'): Issue | undefined {
  const path = `${part}.${name.slice(0, 60)}`;
  const row = settings.find((setting) => setting.name === name);
  if (!row)
    return {
      path,
      message: unknown(
        title,
        name,
        settings.map((setting) => setting.name),
      ),
    };
  const isSecret = row.type === 'secret';
  if (isSecret === (part === 'secrets')) return undefined;
  const message = isSecret
    ? `${name} is a secret; give it as one.`
    : `${name} is no secret; give it with the settings.`;
  return { path, message };
}

function unknown(title: string, name: string, known: readonly string[]): string {
  const near = nearest(name, known);
  const instead = near ? `did you mean ${near}?` : `it has ${known.join(', ') || 'none'}.`;
  return `${JSON.stringify(name.slice(0, 60))} is no setting of ${title}; ${instead}`;
}

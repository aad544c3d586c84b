import type { Connector } from '../kernel/connector.ts';

/** Names of all features that tools of these connectors belong to, in alphabetical order. */
export function featuresOf(connectors: readonly Connector[]): readonly string[] {
  const named = connectors.flatMap(({ tools }) => tools.flatMap(({ feature }) => feature ?? []));
  return [...new Set(named)].sort();
}

/** The connectors with the tools that exist where these features are on: whoever is given them knows of no other. */
export function withFeatures(connectors: readonly Connector[], features: readonly string[]): readonly Connector[] {
  const exists = ({ feature }: Connector['tools'][number]) => feature === undefined || features.includes(feature);
  return connectors.map((connector) =>
    connector.tools.every(exists) ? connector : { ...connector, tools: connector.tools.filter(exists) },
  );
}

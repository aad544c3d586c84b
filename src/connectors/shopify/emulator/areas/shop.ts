import { supportedVersions, versionNames } from '../api-versions.ts';
import type { Exchange } from '../exchange.ts';
import { toGid } from '../gid.ts';
import type { ShopState } from '../shop-state.ts';
import { shopView } from '../views/shop-view.ts';
import type { Area } from './area.ts';

/** The shop itself, the app as the shop knows it, and the API's versions. */
export function shopArea(state: ShopState): Area {
  return {
    queries: {
      shop: () => shopView(state),
      currentAppInstallation: (_: unknown, exchange: Exchange) => installationView(exchange),
      publicApiVersions: () =>
        versionNames.map((handle) => ({ handle, displayName: handle, supported: supportedVersions.includes(handle) })),
    },
    nodes: { Shop: (id) => (id === 1 ? shopView(state) : null) },
  };
}

function installationView({ scopes, apiKey }: Exchange) {
  return {
    __typename: 'AppInstallation',
    id: toGid('AppInstallation', 1),
    accessScopes: [...scopes].map((handle) => ({ handle, description: handle.replaceAll('_', ' ') })),
    app: {
      __typename: 'App',
      id: toGid('App', 1),
      title: 'MCP Enterprise Platform',
      handle: `app-${apiKey.slice(0, 8)}`,
    },
  };
}

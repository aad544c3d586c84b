import { isIP } from 'node:net';

const HOST_NAME = /^(?=.{1,253}$)[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*$/i;

/** Whether a host, as a setting or a URL writes it, can only mean this machine: `localhost`, 127.0.0.0/8 or `::1`. */
export function isLoopbackHost(host: string): boolean {
  const bare = host.replace(/^\[(.*)\]$/, '$1').toLowerCase();
  return bare === 'localhost' || bare === '::1' || (isIP(bare) === 4 && bare.startsWith('127.'));
}

/** Says what is wrong with an address to listen on. */
export function listenAddressFault(host: string): string | undefined {
  if (isIP(host) !== 0 || (HOST_NAME.test(host) && !/^[\d.]+$/.test(host))) return undefined;
  return 'is not an address to listen on; write an IP address or a host name, without port: 127.0.0.1, 0.0.0.0 or ::1.';
}

/** Says what is wrong with the address under which the platform is known. Sign-in redirects and tokens go there. */
export function publicUrlFault(publicUrl: string, production: boolean): string | undefined {
  const url = new URL(publicUrl);
  if (url.pathname !== '/') return `has a path; write the origin alone: ${url.origin}.`;
  if (production && url.protocol !== 'https:' && !isLoopbackHost(url.hostname)) {
    return `is plain http, which production allows for loopback only; write https://${url.host}.`;
  }
  return undefined;
}

/** Says what is wrong with a list of browser origins. */
export function originsFault(origins: readonly string[]): string | undefined {
  for (const origin of origins) {
    if (origin.includes('*')) return 'has a wildcard; list each origin: https://console.example.com.';
    const url = URL.parse(origin);
    if (url === null || !/^https?:$/.test(url.protocol) || url.username !== '' || url.password !== '') {
      return 'has an entry that is not an origin; write scheme, host and port only: https://console.example.com.';
    }
    if (url.origin !== origin) return `has an origin in another form than browsers send; write ${url.origin}.`;
  }
  return undefined;
}

/** Says what is wrong with a list of host names that requests may name in `Host`. */
export function hostsFault(hosts: readonly string[]): string | undefined {
  for (const host of hosts) {
    if (host.includes('*')) return 'has a wildcard; list each host name: mcp.example.com.';
    const url = URL.parse(`http://${host}`);
    if (url === null || /[/@?#\\\s]/.test(host)) {
      return 'has an entry that is not a host; write names or addresses without scheme, port and path: mcp.example.com.';
    }
    if (url.port !== '' || url.hostname !== host) return `has a host in another form; write ${url.hostname}.`;
  }
  return undefined;
}

/** Says what is wrong with the emulators' addresses: each is exactly one HTTPS address-and-port pair on loopback. */
export function emulatorOriginsFault(origins: ReadonlyMap<string, string>): string | undefined {
  for (const [connector, origin] of origins) {
    if (!isLoopbackPair(origin)) {
      return `does not give ${JSON.stringify(connector)} a loopback address and port; write ${connector}=https://127.0.0.1:9443.`;
    }
  }
  return undefined;
}

function isLoopbackPair(origin: string): boolean {
  const [, host, port] = /^https:\/\/([\d.]+|\[::1\]):(\d{1,5})$/.exec(origin) ?? [];
  if (host === undefined || port === undefined) return false;
  const isAddress = host === '[::1]' || isIP(host) === 4;
  return isAddress && isLoopbackHost(host) && Number(port) > 0 && Number(port) <= 65_535;
}

import { lookup as systemLookup } from 'node:dns';
import { isIP, type LookupFunction } from 'node:net';
import type { buildConnector } from 'undici';
import { WireError } from '../kernel/wire.ts';
import { isPublicAddress } from './addresses.ts';
import { buildConnector as connectorOf } from './undici.ts';

/** Where a connection's emulator listens: one address and one port, and the one authority that its certificate may come from. */
export interface EmulatorTarget {
  /** `https://127.0.0.1:8443`: an IP literal and an explicit port, nothing behind it. */
  readonly origin: string;
  /** PEM of the emulator's authority. It alone is trusted, for this target alone. */
  readonly ca: string;
}

/** Refuses an address at connect time. No packet has left when it is thrown. */
export class AddressRefusal extends Error {
  readonly code = 'OUTBOUND_ADDRESS_REFUSED';

  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'AddressRefusal';
  }
}

/** Says whether a host of an allow-list can ever be reached: a DNS name as the URL standard writes it, no IP literal, no port. */
export function isPlainHost(host: string): boolean {
  if (isIP(host) !== 0 || !URL.canParse(`https://${host}/`)) return false;
  return new URL(`https://${host}/`).host === host && /^[a-z0-9.-]*[a-z][a-z0-9-]*$/.test(host);
}

/**
 * Parses a request's URL and refuses all but `https` on port 443 to a listed host. A URL that the URL standard would rewrite
 * before its query (`..`, `%2e%2e`, a backslash, a tab, another spelling of the host) is refused, so that what was
 * written is what is sent. Throws `WireError` with `refused_address`, `sent: 'no'`.
 */
export function parseTarget(raw: string, hosts: { has(host: string): boolean }): URL {
  const url = URL.parse(raw);
  if (url === null) throw refused('The request has no valid absolute URL.');
  if (url.protocol !== 'https:') throw refused('Only https URLs are requested.');
  if (!hosts.has(url.host)) throw refused('The host is not on the allow-list of this connection.');
  if (!raw.startsWith(url.origin + url.pathname)) throw refused('The URL is not in its normal form.');
  return url;
}

function refused(message: string): WireError {
  return new WireError('refused_address', 'no', message);
}

/**
 * Resolves every address of a name, of both families, and fails if one of them is not public. The socket connects to an
 * address of the very answer that was checked: the name is not asked again.
 */
export function guardedLookup(lookup: LookupFunction = systemLookup): LookupFunction {
  return (hostname, options, callback) => {
    // Family and hints would hide a private record of the other family.
    lookup(hostname, { ...options, all: true, family: 0, hints: 0 }, (error, found, family) => {
      if (error) return callback(error, []);
      const all = typeof found === 'string' ? [{ address: found, family: family ?? isIP(found) }] : found;
      const first = all[0];
      if (!first || !all.every(({ address }) => isPublicAddress(address))) {
        return callback(new AddressRefusal('The host resolves to an address that is not public.'), []);
      }
      if (options.all) callback(null, all);
      else callback(null, first.address, first.family);
    });
  };
}

/** What a connector to public addresses needs. */
interface ConnectorOptions {
  readonly connectTimeoutMs: number;
  readonly lookup: LookupFunction;
}

/** Connects to the public addresses of names on port 443, and to nothing else. */
export function publicConnector(options: ConnectorOptions): buildConnector.connector {
  const connect = connectorOf({ ...tlsOptions(options.connectTimeoutMs), lookup: guardedLookup(options.lookup) });
  return (target, callback) => {
    // An IP literal never reaches `lookup`, so it is stopped here.
    const literal = isIP(target.hostname) !== 0;
    if (literal || (target.port !== '' && target.port !== '443')) return refuse(callback);
    connect(target, callback);
  };
}

/**
 * Connects to the emulator's address and port, and to nothing else. The certificate is verified for that address: the
 * vendor's name travels in the request, not in the handshake.
 */
export function emulatorConnector(emulator: EmulatorTarget, connectTimeoutMs: number): buildConnector.connector {
  const connect = connectorOf({ ...tlsOptions(connectTimeoutMs), ca: emulator.ca, lookup: noLookup });
  const pair = emulatorUrl(emulator);
  return (target, callback) => {
    if (target.hostname !== bare(pair.hostname) || target.port !== pair.port) return refuse(callback);
    connect({ hostname: target.hostname, host: pair.host, protocol: target.protocol, port: target.port }, callback);
  };
}

/** Parses an emulator's origin. Throws `TypeError` unless it is `https`, an IP literal and an explicit port. */
export function emulatorUrl(emulator: EmulatorTarget): URL {
  const url = URL.parse(emulator.origin);
  const exact = url?.protocol === 'https:' && url.port !== '' && url.origin === emulator.origin;
  if (!exact || isIP(bare(url.hostname)) === 0) {
    throw new TypeError('The origin of an emulator is https, an IP address and a port: https://127.0.0.1:8443');
  }
  return url;
}

/** What every TLS connection keeps to. The certificate check has no switch. */
function tlsOptions(connectTimeoutMs: number): buildConnector.BuildOptions {
  return {
    allowH2: true,
    preferH2: true,
    rejectUnauthorized: true,
    minVersion: 'TLSv1.2',
    timeout: connectTimeoutMs,
  };
}

function bare(hostname: string): string {
  return hostname.startsWith('[') ? hostname.slice(1, -1) : hostname;
}

function refuse(callback: buildConnector.Callback): void {
  queueMicrotask(() => callback(new AddressRefusal('Only public addresses on port 443 are connected to.'), null));
}

const noLookup: LookupFunction = (_hostname, _options, callback) => {
  callback(new AddressRefusal('No name is resolved for an emulator.'), []);
};

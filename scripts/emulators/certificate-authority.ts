import { createHash, generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto';
import { isIP } from 'node:net';
import { bits, boolean, der, integer, octets, oid, sequence, set, tagged, time, utf8 } from './der.ts';

/** A certificate authority that lives as long as the process and signs for loopback. */
export interface CertificateAuthority {
  /** The authority's own certificate, PEM: what a client has to trust. */
  readonly caPem: string;
  /** Signs a certificate for these host names and IPv4 addresses, good for a week from `atMs`; both parts are PEM. */
  issue(hosts: readonly string[], atMs?: number): { readonly cert: string; readonly key: string };
}

const dayMs = 86_400_000;
const authorityName = 'MCP Enterprise Platform emulators';

/**
 * Makes a certificate authority with a new P-256 key, which never leaves the process. Its own certificate and, unless
 * told otherwise, what it signs (X.509 v3, RFC 5280) are good from the day before `nowMs` for eight days.
 */
export function createCertificateAuthority(nowMs: number = Date.now()): CertificateAuthority {
  const authority = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const issuer = { name: authorityName, key: authority.privateKey };
  const usage = [extension('2.5.29.19', sequence(boolean(true), integer(Buffer.of(0))), true), keyUsage(0x06, 1)];
  const own = certify(issuer, authorityName, nowMs, authority.publicKey, [
    ...usage,
    keyIdentifier(authority.publicKey),
  ]);
  return {
    caPem: toPem('CERTIFICATE', own),
    issue(hosts, atMs = nowMs) {
      const pair = generateKeyPairSync('ec', { namedCurve: 'P-256' });
      const certificate = certify(issuer, hosts[0] ?? 'emulator', atMs, pair.publicKey, [
        extension('2.5.29.19', sequence(), true),
        keyUsage(0x80, 7),
        extension('2.5.29.37', sequence(oid('1.3.6.1.5.5.7.3.1'))),
        extension('2.5.29.17', sequence(...hosts.map(generalName))),
        keyIdentifier(pair.publicKey),
        extension('2.5.29.35', sequence(der(0x80, hashOf(authority.publicKey)))),
      ]);
      const key = pair.privateKey.export({ type: 'pkcs8', format: 'pem' });
      return { cert: toPem('CERTIFICATE', certificate), key: String(key) };
    },
  };
}

interface Issuer {
  readonly name: string;
  readonly key: KeyObject;
}

const ecdsaWithSha256 = sequence(oid('1.2.840.10045.4.3.2'));

function certify(
  issuer: Issuer,
  subject: string,
  atMs: number,
  publicKey: KeyObject,
  extensions: readonly Buffer[],
): Buffer {
  const content = sequence(
    tagged(0, integer(Buffer.of(2))),
    // The first byte keeps the number positive and without a leading zero.
    integer(Buffer.concat([Buffer.of(0x41), randomBytes(15)])),
    ecdsaWithSha256,
    commonName(issuer.name),
    sequence(time(atMs - dayMs), time(atMs + 7 * dayMs)),
    commonName(subject),
    publicKey.export({ type: 'spki', format: 'der' }),
    tagged(3, sequence(...extensions)),
  );
  return sequence(content, ecdsaWithSha256, bits(sign('sha256', content, issuer.key)));
}

function commonName(name: string): Buffer {
  return sequence(set(sequence(oid('2.5.4.3'), utf8(name))));
}

function extension(id: string, value: Buffer, isCritical = false): Buffer {
  return sequence(oid(id), ...(isCritical ? [boolean(true)] : []), octets(value));
}

function keyUsage(byte: number, unused: number): Buffer {
  return extension('2.5.29.15', bits(Buffer.of(byte), unused), true);
}

function keyIdentifier(publicKey: KeyObject): Buffer {
  return extension('2.5.29.14', octets(hashOf(publicKey)));
}

function hashOf(publicKey: KeyObject): Buffer {
  return createHash('sha256')
    .update(publicKey.export({ type: 'spki', format: 'der' }))
    .digest()
    .subarray(0, 20);
}

function generalName(host: string): Buffer {
  return isIP(host) === 4 ? der(0x87, Buffer.from(host.split('.').map(Number))) : der(0x82, Buffer.from(host));
}

function toPem(label: string, bytes: Buffer): string {
  const lines = bytes.toString('base64').match(/.{1,64}/g) ?? [];
  return `-----BEGIN ${label}-----\n${lines.join('\n')}\n-----END ${label}-----\n`;
}

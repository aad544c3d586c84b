import { generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto';
import { isIP } from 'node:net';

const HOUR_MS = 3_600_000;

/** What a TLS server of a test is opened with; both PEM. */
interface TestCertificate {
  readonly key: string;
  readonly cert: string;
}

/** A certificate authority of one test file. Nothing else trusts it. */
interface TestAuthority {
  /** PEM */
  readonly ca: string;
  /** Issues a certificate for one IPv4 address or DNS name; `expired` puts its end an hour back. */
  issue(host: string, options?: { expired?: boolean }): TestCertificate;
}

/** Makes an authority with a key of its own. */
export function makeTestAuthority(): TestAuthority {
  const keys = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const name = distinguishedName('Test authority');
  // RFC 5280 §4.2.1.9 and §4.2.1.3: an authority, critical; keyCertSign, critical.
  const rootExtensions = [
    extension([2, 5, 29, 19], true, sequence(Buffer.from([0x01, 0x01, 0xff]))),
    extension([2, 5, 29, 15], true, Buffer.from([0x03, 0x02, 0x02, 0x04])),
  ];
  const validity = { notBefore: Date.now() - 3 * HOUR_MS, notAfter: Date.now() + HOUR_MS };
  const root = { subject: name, issuer: name, ...validity, extensions: rootExtensions };
  return {
    ca: certificate({ ...root, publicKey: keys.publicKey, signingKey: keys.privateKey }),
    issue(host, { expired = false } = {}) {
      const leaf = generateKeyPairSync('ec', { namedCurve: 'P-256' });
      const cert = certificate({
        subject: distinguishedName('Test server'),
        issuer: name,
        notBefore: Date.now() - 2 * HOUR_MS,
        notAfter: Date.now() + (expired ? -HOUR_MS : HOUR_MS),
        extensions: [subjectAlternativeName(host)],
        publicKey: leaf.publicKey,
        signingKey: keys.privateKey,
      });
      return { cert, key: leaf.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString() };
    },
  };
}

interface CertificateFields {
  readonly subject: Buffer;
  readonly issuer: Buffer;
  readonly notBefore: number;
  readonly notAfter: number;
  readonly extensions: readonly Buffer[];
  readonly publicKey: KeyObject;
  readonly signingKey: KeyObject;
}

/** Encodes an X.509 v3 certificate (RFC 5280 §4.1), signed with ECDSA and SHA-256 (RFC 5758 §3.2), as PEM. */
function certificate(fields: CertificateFields): string {
  const algorithm = sequence(objectId([1, 2, 840, 10045, 4, 3, 2]));
  const toBeSigned = sequence(
    tagged(0xa0, tagged(0x02, Buffer.from([2]))),
    tagged(0x02, Buffer.concat([Buffer.from([0x01]), randomBytes(15)])),
    algorithm,
    fields.issuer,
    sequence(generalizedTime(fields.notBefore), generalizedTime(fields.notAfter)),
    fields.subject,
    fields.publicKey.export({ type: 'spki', format: 'der' }),
    tagged(0xa3, sequence(...fields.extensions)),
  );
  const signature = sign('sha256', toBeSigned, fields.signingKey);
  const der = sequence(toBeSigned, algorithm, tagged(0x03, Buffer.concat([Buffer.from([0]), signature])));
  const lines = der.toString('base64').match(/.{1,64}/g) ?? [];
  return `-----BEGIN CERTIFICATE-----\n${lines.join('\n')}\n-----END CERTIFICATE-----\n`;
}

function subjectAlternativeName(host: string): Buffer {
  const ip = isIP(host) === 4;
  const name = tagged(ip ? 0x87 : 0x82, ip ? Buffer.from(host.split('.').map(Number)) : Buffer.from(host));
  return extension([2, 5, 29, 17], false, sequence(name));
}

function distinguishedName(commonName: string): Buffer {
  const value = tagged(0x0c, Buffer.from(commonName));
  return sequence(tagged(0x31, sequence(objectId([2, 5, 4, 3]), value)));
}

function extension(id: number[], critical: boolean, value: Buffer): Buffer {
  return sequence(objectId(id), critical ? Buffer.from([0x01, 0x01, 0xff]) : Buffer.alloc(0), tagged(0x04, value));
}

function generalizedTime(epochMs: number): Buffer {
  return tagged(0x18, Buffer.from(new Date(epochMs).toISOString().replace(/[-:T]|\.\d+/g, '')));
}

function objectId([first = 0, second = 0, ...rest]: number[]): Buffer {
  const bytes = [first * 40 + second];
  for (const part of rest) {
    const groups = [part & 0x7f];
    for (let left = part >> 7; left > 0; left >>= 7) groups.unshift((left & 0x7f) | 0x80);
    bytes.push(...groups);
  }
  return tagged(0x06, Buffer.from(bytes));
}

function sequence(...parts: Buffer[]): Buffer {
  return tagged(0x30, Buffer.concat(parts));
}

/** One DER element (X.690 §8.1); its length fits two bytes. */
function tagged(tag: number, content: Buffer): Buffer {
  const { length } = content;
  const head = length < 0x80 ? [tag, length] : [tag, 0x82, length >> 8, length & 0xff];
  if (length >= 0x80 && length < 0x100) head.splice(1, 3, 0x81, length);
  return Buffer.concat([Buffer.from(head), content]);
}

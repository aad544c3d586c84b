import type { WireReply } from '../kernel/wire.ts';

/** What stands in place of a credential. */
const REMOVED = '[secret removed]';

/** Gives a reply without the credential that its request was signed with; the same reply when it was not in there. */
export type CredentialScrub = (reply: WireReply, credential: string) => WireReply;

/**
 * Makes the scrub of one connection. A credential is looked for as it is, as JSON may write it and as a URL does; most
 * have one form alone, and then a reply is searched once. Forms are remembered for the credential of the last request.
 */
export function createCredentialScrub(): CredentialScrub {
  let known = '';
  let forms: readonly string[] = [];
  return (reply, credential) => {
    if (credential !== known) {
      forms = formsOf(credential);
      known = credential;
    }
    return holdsAny(reply, forms) ? without(reply, forms) : reply;
  };
}

/** The longest first: none is replaced in part because another is its beginning. */
function formsOf(credential: string): readonly string[] {
  const escaped = JSON.stringify(credential).slice(1, -1);
  const all = [credential, escaped, escaped.replaceAll('/', '\\/'), encodeURIComponent(credential)];
  return [...new Set(all)].sort((a, b) => b.length - a.length);
}

function holdsAny({ headers, body, bytes }: WireReply, forms: readonly string[]): boolean {
  const raw = bytes && toBuffer(bytes);
  for (const form of forms) {
    if (body.includes(form) || raw?.includes(form)) return true;
    for (const name in headers) if (headers[name]?.includes(form)) return true;
  }
  return false;
}

function without({ status, headers, body, bytes }: WireReply, forms: readonly string[]): WireReply {
  const clean = (text: string) => forms.reduce((rest, form) => rest.replaceAll(form, REMOVED), text);
  return {
    status,
    headers: Object.fromEntries(Object.entries(headers).map(([name, text]) => [name, clean(text)])),
    body: clean(body),
    // One character a byte there and back: every other byte of the file stays as it is.
    ...(bytes && { bytes: Buffer.from(clean(toBuffer(bytes).toString('latin1')), 'latin1') }),
  };
}

function toBuffer({ buffer, byteOffset, byteLength }: Uint8Array): Buffer {
  return Buffer.from(buffer, byteOffset, byteLength);
}

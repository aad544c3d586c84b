import { z } from 'zod';
import type { WireReply, WireRequest } from '../../../kernel/wire.ts';

const urlsMax = 10_000;

const Announcement = z.strictObject({
  host: z.string().min(1),
  key: z.string().regex(/^[A-Za-z0-9-]{8,128}$/),
  keyLocation: z.string().optional(),
  urlList: z.array(z.string()).min(1).max(urlsMax),
});

/** IndexNow: answers with a status and nothing else. It checks a host's key after the first announcement. */
export class IndexNow {
  readonly #key: string;
  readonly #checked = new Set<string>();

  constructor(key: string) {
    this.#key = key;
  }

  answer(request: WireRequest, { pathname }: URL): WireReply {
    if (pathname !== '/indexnow') return status(404);
    if (request.method !== 'POST') return status(405);
    const parsed = Announcement.safeParse(readJson(request));
    if (!parsed.success) return status(400);
    const { host, key, urlList } = parsed.data;
    if (key !== this.#key) return status(403);
    if (urlList.some((url) => !URL.canParse(url) || new URL(url).host !== host)) return status(422);
    if (this.#checked.has(host)) return status(200);
    this.#checked.add(host);
    return status(202);
  }
}

function status(code: number): WireReply {
  return { status: code, headers: {}, body: '' };
}

function readJson({ body }: WireRequest): unknown {
  try {
    return JSON.parse(typeof body === 'string' ? body : Buffer.from(body ?? []).toString('utf8'));
  } catch {
    return undefined;
  }
}

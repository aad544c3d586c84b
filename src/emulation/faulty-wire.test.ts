import { describe, expect, it } from 'vitest';
import { createFakeClock } from '../../test/support/fake-clock.ts';
import { WireError, type WireReply, type WireRequest } from '../kernel/wire.ts';
import { FaultSwitch, faultHeader, faultPath } from './faults.ts';
import { BrokenReply, openFaultyWire } from './faulty-wire.ts';

const reply = (status: number, body: string): WireReply => ({ status, headers: {}, body });
const request = (fault?: string, path = '/orders'): WireRequest => ({
  method: 'POST',
  url: `https://vendor.example${path}`,
  headers: fault === undefined ? {} : { [faultHeader]: fault },
});

/** A vendor that counts what it did. */
function openVendor() {
  const clock = createFakeClock();
  const faults = new FaultSwitch();
  const done: string[] = [];
  const wire = openFaultyWire(
    {
      answer: ({ url }) => {
        done.push(url);
        return reply(200, '0123456789');
      },
      operationOf: ({ url }) => (url.endsWith('/orders') ? 'ListOrders' : undefined),
      throttled: () => reply(429, 'slow down'),
      refused: (status) => reply(status, `refused with ${status}`),
    },
    faults,
    clock,
  );
  return { wire, clock, faults, done };
}

describe('a faulty wire', () => {
  it('answers untouched when nothing is switched on', async () => {
    const { wire } = openVendor();

    expect(await wire(request())).toEqual(reply(200, '0123456789'));
  });

  it('answers a status in the vendor’s words, with Retry-After, without doing the work', async () => {
    const { wire, done } = openVendor();

    const answer = await wire(request('status=503; retryAfter=7'));

    expect(answer).toEqual({ status: 503, headers: { 'retry-after': '7' }, body: 'refused with 503' });
    expect(done).toEqual([]);
  });

  it('leaves a success undecoded for a request for bytes, a web page in the place of a file too', async () => {
    const { wire } = openVendor();
    const read = async (fault?: string) => wire({ ...request(fault), reading: 'bytes' });

    const [file, page, refusal] = [await read(), await read('html'), await read('status=404')];

    expect([file.body, Buffer.from(file.bytes ?? []).toString()]).toEqual(['', '0123456789']);
    expect(Buffer.from(page.bytes ?? []).toString()).toContain('<html');
    expect(refusal).toEqual(reply(404, 'refused with 404'));
  });

  it('does the work first when a fault comes after it', async () => {
    const { wire, done } = openVendor();

    expect((await wire(request('status=502; when=after'))).status).toBe(502);
    expect(done).toHaveLength(1);
  });

  it('breaks the connection as a socket would, before or after the work', async () => {
    const { wire, done } = openVendor();

    await expect(wire(request('reset'))).rejects.toMatchObject({ fault: 'reset', sent: 'unknown', partial: undefined });
    expect(done).toHaveLength(0);
    await expect(wire(request('reset; when=after'))).rejects.toBeInstanceOf(BrokenReply);
    expect(done).toHaveLength(1);
  });

  it('cuts a body off, half of it or at a byte, never at its end', async () => {
    const { wire, done } = openVendor();
    const keep = (fault: string) => wire(request(fault)).catch((error: BrokenReply) => error.partial?.keepBytes);

    expect(await keep('truncate')).toBe(5);
    expect(await keep('truncate=3')).toBe(3);
    expect(await keep('truncate=99')).toBe(9);
    expect(done).toHaveLength(3);
  });

  it('waits by the clock and then answers', async () => {
    const { wire, clock } = openVendor();
    let answered = false;
    const answer = wire(request('delayMs=1500')).then((value) => {
      answered = true;
      return value;
    });

    await clock.advance(1499);
    expect(answered).toBe(false);
    await clock.advance(1);
    expect((await answer).status).toBe(200);
  });

  it('lets a caller leave while it waits', async () => {
    const { wire, clock, done } = openVendor();
    const leaving = new AbortController();
    const answer = wire(request('delayMs=1500'), leaving.signal);
    await clock.advance(10);

    leaving.abort();

    await expect(answer).rejects.toMatchObject({ fault: 'aborted', sent: 'unknown' });
    expect(done).toEqual([]);
  });

  it('sends nothing for a caller who has left already', async () => {
    const { wire } = openVendor();

    await expect(wire(request(), AbortSignal.abort())).rejects.toMatchObject({ fault: 'aborted', sent: 'no' });
  });

  it('throttles in the vendor’s words and shows a web page where JSON was meant', async () => {
    const { wire } = openVendor();

    expect((await wire(request('throttle'))).body).toBe('slow down');
    expect(await wire(request('html'))).toMatchObject({
      status: 200,
      headers: { 'content-type': expect.stringContaining('html') },
    });
  });

  it('keeps faults from the control path for later requests, and forgets them on DELETE', async () => {
    const { wire } = openVendor();

    expect((await wire(request('status=503; times=2; match=ListOrders', faultPath))).status).toBe(204);
    expect((await wire(request(undefined, '/products'))).status).toBe(200);
    expect((await wire(request())).status).toBe(503);
    await wire({ ...request(undefined, faultPath), method: 'DELETE' });
    expect((await wire(request())).status).toBe(200);
  });

  it('refuses a header that it cannot read, and says what is wrong', async () => {
    const { wire, done } = openVendor();

    const answer = await wire(request('sttus=503'));

    expect(answer.status).toBe(400);
    expect(answer.body).toContain('Unknown fault part "sttus"');
    expect(done).toEqual([]);
  });

  it('throws nothing but WireError', async () => {
    const { wire } = openVendor();

    for (const fault of ['reset', 'truncate']) await expect(wire(request(fault))).rejects.toBeInstanceOf(WireError);
  });
});

import { describe, expect, it } from 'vitest';
import { toWireError } from './failure.ts';
import { errors } from './undici.ts';

const failed = (code: string) => Object.assign(new Error('10.0.0.1 said no'), { code });

describe('what an exchange failed with', () => {
  // biome-ignore format: a table is read in columns
  it.each([
    ['OUTBOUND_ADDRESS_REFUSED',   'refused_address', 'refused_address'],
    ['UND_ERR_CONNECT_TIMEOUT',    'connect',         'connect'],
    ['UND_ERR_HEADERS_TIMEOUT',    'timeout',         'timeout'],
    ['UND_ERR_BODY_TIMEOUT',       'timeout',         'timeout'],
    ['UND_ERR_HEADERS_OVERFLOW',   'too_large',       'too_large'],
    ['UND_ERR_INVALID_ARG',        'malformed',       'malformed'],
    ['UND_ERR_DESTROYED',          'aborted',         'aborted'],
    ['UND_ERR_CLOSED',             'aborted',         'aborted'],
    ['ECONNRESET',                 'connect',         'reset'],
  ])('with %s is %s before the request was begun, and %s after', (code, before, after) => {
    expect(toWireError(failed(code), false)).toMatchObject({ fault: before, sent: 'no' });
    expect(toWireError(failed(code), true)).toMatchObject({ fault: after, sent: 'unknown' });
  });

  it.each(['ERR_HTTP2_INVALID_SESSION', 'ERR_HTTP2_GOAWAY_SESSION'])(
    'with %s was never sent: its connection was gone before',
    (code) => {
      expect(toWireError(failed(code), true)).toMatchObject({ fault: 'connect', sent: 'no' });
    },
  );

  it('keeps the original for the log, but not the bytes that a parser stumbled over', () => {
    const original = failed('ECONNRESET');
    const garbled = Object.assign(new errors.HTTPParserError('Parse Error'), { data: 'token=hush' });

    expect(toWireError(original, true).cause).toBe(original);
    expect(toWireError(original, true).message).not.toContain('10.0.0.1');
    expect(toWireError(garbled, true)).toMatchObject({ fault: 'malformed', cause: { message: 'Parse Error' } });
    expect(JSON.stringify(toWireError(garbled, true).cause, ['message', 'data'])).not.toContain('hush');
  });
});

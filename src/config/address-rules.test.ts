import { describe, expect, it } from 'vitest';
import { emulatorOriginsFault, hostsFault, listenAddressFault, originsFault, publicUrlFault } from './address-rules.ts';

describe('an address to listen on', () => {
  it.each(['127.0.0.1', '0.0.0.0', '::', '::1', 'localhost', 'box-1.internal'])('may be %s', (host) => {
    expect(listenAddressFault(host)).toBeUndefined();
  });

  it.each(['http://127.0.0.1', '127.0.0.1:8003', '256.1.1.1', '1.2.3', 'a b', '-x', '*'])('may not be %s', (host) => {
    expect(listenAddressFault(host)).toMatch(/write an IP address/);
  });
});

describe('the public address', () => {
  it('is an origin, https in production unless it is loopback', () => {
    expect(publicUrlFault('https://mcp.example.com:8443', true)).toBeUndefined();
    expect(publicUrlFault('http://localhost:8003', true)).toBeUndefined();
    expect(publicUrlFault('http://[::1]:8003', true)).toBeUndefined();
    expect(publicUrlFault('http://mcp.example.com', false)).toBeUndefined();
    expect(publicUrlFault('http://mcp.example.com', true)).toMatch(/write https:/);
    expect(publicUrlFault('http://127.example.com', true)).toMatch(/write https:/);
    expect(publicUrlFault('https://mcp.example.com/mcp', true)).toMatch(
      /write the origin alone: https:\/\/mcp\.example\.com\./,
    );
  });
});

describe('origins of web pages', () => {
  it('are written as browsers send them', () => {
    expect(originsFault(['https://console.example.com', 'http://localhost:5173'])).toBeUndefined();
    expect(originsFault(['https://console.example.com/'])).toContain('write https://console.example.com.');
    expect(originsFault(['https://Console.example.com'])).toContain('write https://console.example.com.');
    expect(originsFault(['https://example.com:443'])).toContain('write https://example.com.');
  });

  it.each(['*', 'https://*.example.com', 'null', 'example.com', 'file:///x', 'https://a@b.example'])(
    'may not be %s',
    (origin) => {
      expect(originsFault([origin])).toBeDefined();
    },
  );
});

describe('allowed hosts', () => {
  it('are names or addresses alone', () => {
    expect(hostsFault(['mcp.example.com', '10.0.0.5', '[fd00::1]'])).toBeUndefined();
    expect(hostsFault(['MCP.example.com'])).toContain('write mcp.example.com.');
    expect(hostsFault(['mcp.example.com:8003'])).toContain('write mcp.example.com.');
  });

  it.each(['*', '*.example.com', 'https://x.example', 'x/y', 'u@x', 'a b', ''])('may not be %j', (host) => {
    expect(hostsFault([host])).toBeDefined();
  });
});

describe('addresses of emulators', () => {
  const fault = (origin: string) => emulatorOriginsFault(new Map([['shopify', origin]]));

  it.each(['https://127.0.0.1:9443', 'https://127.8.9.1:1', 'https://[::1]:65535'])('may be %s', (origin) => {
    expect(fault(origin)).toBeUndefined();
  });

  it.each([
    'http://127.0.0.1:9443',
    'https://127.0.0.1',
    'https://127.0.0.1:0',
    'https://127.0.0.1:65536',
    'https://localhost:9443',
    'https://10.0.0.5:9443',
    'https://169.254.169.254:443',
    'https://127.1:9443',
    'https://127.0.0.1:9443/',
    'https://127.0.0.1:9443@evil.example:443',
    'https://[::ffff:127.0.0.1]:9443',
    'https://2130706433:9443',
  ])('may not be %s', (origin) => {
    expect(fault(origin)).toContain('shopify=https://127.0.0.1:9443');
  });
});

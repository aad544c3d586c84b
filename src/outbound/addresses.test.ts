import { describe, expect, it } from 'vitest';
import { isPublicAddress } from './addresses.ts';

// biome-ignore format: a table is read in columns
const CLOSED: readonly (readonly [string, ...string[]])[] = [
  ['this network',            '0.0.0.0', '0.255.255.255'],
  ['private',                 '10.0.0.0', '10.255.255.255', '172.16.0.0', '172.31.255.255', '192.168.0.0', '192.168.255.255'],
  ['shared by carriers',      '100.64.0.0', '100.127.255.255'],
  ['loopback',                '127.0.0.1', '127.255.255.255', '::1'],
  ['link-local',              '169.254.0.0', '169.254.255.255', 'fe80::', 'fe80::1', 'febf:ffff::1'],
  ['metadata services',       '169.254.169.254', '168.63.129.16', '100.100.100.200', '192.0.0.192', 'fd00:ec2::254', 'fd20:ce::254'],
  ['protocol assignments',    '192.0.0.0', '192.0.0.255', '2001::', '2001:1ff:ffff::1'],
  ['documentation',           '192.0.2.1', '198.51.100.1', '203.0.113.255', '2001:db8::1', '3fff::1', '3fff:fff:ffff::1'],
  ['AS112 and relays',        '192.31.196.1', '192.52.193.1', '192.88.99.1', '192.175.48.1', '2620:4f:8000::1'],
  ['benchmarking',            '198.18.0.0', '198.19.255.255', '2001:2::1'],
  ['multicast',               '224.0.0.0', '239.255.255.255', 'ff00::', 'ff02::1', 'ffff:ffff::1'],
  ['reserved and broadcast',  '240.0.0.0', '255.255.255.254', '255.255.255.255'],
  ['unspecified',             '::', '0:0:0:0:0:0:0:0'],
  ['IPv4 inside IPv6',        '::ffff:127.0.0.1', '::ffff:7f00:1', '::ffff:8.8.8.8', '::ffff:0:7f00:1', '::7f00:1', '::127.0.0.1', '::8.8.8.8'],
  ['translators and tunnels', '64:ff9b::a9fe:a9fe', '64:ff9b::8.8.8.8', '64:ff9b:1::', '64:ff9b:1:ffff::1', '2002:a9fe:a9fe::', '2002:808:808::1', '2001:0:4136:e378::1'],
  ['ORCHID',                  '2001:10::1', '2001:1f::1', '2001:20::1', '2001:2f::1'],
  ['site-local',              'fec0::', 'feff:ffff::1'],
  ['unique local',            'fc00::', 'fd00::1', 'fdff:ffff::1'],
  ['discard',                 '100::', '100::ffff:ffff:ffff:ffff', '100:0:0:1::1'],
  ['segment routing',         '5f00::1'],
  ['not global unicast',      '1fff:ffff::1', '4000::1', '7fff::1', '8000::1', 'bfff::1', 'c000::1', 'e000::1', 'f000::1', 'f800::1', 'fe00::1', 'fe7f::1'],
];

describe('isPublicAddress', () => {
  it.each(CLOSED)('closes %s', (_what, ...addresses) => {
    expect(addresses.filter(isPublicAddress)).toEqual([]);
  });

  it('opens the neighbours of closed blocks, and what vendors use', () => {
    const open = [
      '1.0.0.0', '9.255.255.255', '11.0.0.0', '100.63.255.255', '100.128.0.0', '126.255.255.255', '128.0.0.0',
      '168.63.129.15', '168.63.129.17', '169.253.255.255', '169.255.0.0', '172.15.255.255', '172.32.0.0', '191.255.255.255',
      '192.0.1.0', '192.0.3.0', '192.167.255.255', '192.169.0.0', '198.17.255.255', '198.20.0.0', '223.255.255.255',
      '23.227.38.74', '2000::1', '2001:200::1', '2001:db7::1', '2001:db9::1', '2003::1', '2606:4700::6810:1', '3ffe::1', '3fff:1000::1',
    ]; // biome-ignore format: read as one list

    expect(open.filter((address) => !isPublicAddress(address))).toEqual([]);
  });

  it('closes what is no plain address', () => {
    const odd = [
      '',
      'localhost',
      '1.1.1',
      '0x08080808',
      '010.8.8.8',
      '8.8.8.8:443',
      '[2606:4700::1]',
      '2606:4700::1%eth0',
      ' 8.8.8.8',
    ];

    expect(odd.filter(isPublicAddress)).toEqual([]);
  });
});

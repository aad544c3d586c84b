import { BlockList, isIP } from 'node:net';

/**
 * Every IPv4 block that is not public unicast: the IANA special-purpose registry
 * (https://www.iana.org/assignments/iana-ipv4-special-registry) and the fixed addresses of cloud metadata services.
 */
// biome-ignore format: a table is read in columns
const CLOSED_IPV4 = [
  // block               what it is, and who says so
  ['0.0.0.0/8',          'this network, RFC 791'],
  ['10.0.0.0/8',         'private, RFC 1918'],
  ['100.64.0.0/10',      'shared by carriers, RFC 6598; holds 100.100.100.200, Alibaba Cloud metadata'],
  ['127.0.0.0/8',        'loopback, RFC 1122'],
  ['168.63.129.16/32',   'Azure host services, otherwise a public address'],
  ['169.254.0.0/16',     'link-local, RFC 3927; holds 169.254.169.254, cloud metadata'],
  ['172.16.0.0/12',      'private, RFC 1918'],
  ['192.0.0.0/24',       'IETF protocol assignments, RFC 6890; holds 192.0.0.192, Oracle Cloud metadata'],
  ['192.0.2.0/24',       'documentation, RFC 5737'],
  ['192.31.196.0/24',    'AS112, RFC 7535'],
  ['192.52.193.0/24',    'AMT relays, RFC 7450'],
  ['192.88.99.0/24',     '6to4 relays, withdrawn, RFC 7526'],
  ['192.168.0.0/16',     'private, RFC 1918'],
  ['192.175.48.0/24',    'AS112, RFC 7534'],
  ['198.18.0.0/15',      'benchmarking, RFC 2544'],
  ['198.51.100.0/24',    'documentation, RFC 5737'],
  ['203.0.113.0/24',     'documentation, RFC 5737'],
  ['224.0.0.0/4',        'multicast, RFC 1112'],
  ['240.0.0.0/4',        'reserved, RFC 1112; holds 255.255.255.255, broadcast, RFC 919'],
] as const;

/**
 * Every IPv6 block that is not public unicast (https://www.iana.org/assignments/iana-ipv6-special-registry). Blocks that carry
 * an IPv4 address inside are closed whole, whatever they carry: no vendor is reached through a translator that it did not choose.
 */
// biome-ignore format: a table is read in columns
const CLOSED_IPV6 = [
  // block               what it is, and who says so
  ['::/128',             'unspecified, RFC 4291'],
  ['::1/128',            'loopback, RFC 4291'],
  ['::/96',              'IPv4-compatible, RFC 4291'],
  ['::ffff:0:0/96',      'IPv4-mapped, RFC 4291'],
  ['::ffff:0:0:0/96',    'IPv4-translated, RFC 2765'],
  ['64:ff9b::/96',       'NAT64, RFC 6052'],
  ['64:ff9b:1::/48',     'local NAT64, RFC 8215'],
  ['100::/64',           'discard, RFC 6666'],
  ['100:0:0:1::/64',     'dummy prefix, RFC 9780'],
  ['::/3',               'all else below global unicast, reserved by the IETF, RFC 4291'],
  ['2001::/32',          'Teredo, RFC 4380'],
  ['2001:2::/48',        'benchmarking, RFC 5180'],
  ['2001:10::/28',       'ORCHID, RFC 4843'],
  ['2001:20::/28',       'ORCHIDv2, RFC 7343'],
  ['2001::/23',          'all else of the IETF protocol assignments, RFC 2928'],
  ['2001:db8::/32',      'documentation, RFC 3849'],
  ['2002::/16',          '6to4, RFC 3056'],
  ['2620:4f:8000::/48',  'AS112, RFC 7534'],
  ['3fff::/20',          'documentation, RFC 9637'],
  ['4000::/2',           'reserved by the IETF, RFC 4291; 5f00::/16 of it is segment routing, RFC 9602'],
  ['8000::/2',           'reserved by the IETF, RFC 4291'],
  ['c000::/3',           'reserved by the IETF, RFC 4291'],
  ['e000::/4',           'reserved by the IETF, RFC 4291'],
  ['f000::/5',           'reserved by the IETF, RFC 4291'],
  ['f800::/6',           'reserved by the IETF, RFC 4291'],
  ['fc00::/7',           'unique local, RFC 4193; holds fd00:ec2::254, AWS metadata'],
  ['fe00::/9',           'reserved by the IETF, RFC 4291'],
  ['fe80::/10',          'link-local, RFC 4291'],
  ['fec0::/10',          'site-local, withdrawn, RFC 3879'],
  ['ff00::/8',           'multicast, RFC 4291'],
] as const;

// Two lists, because a BlockList lets an IPv6 rule over ::ffff:0:0/96 match every plain IPv4 address.
const closedIpv4 = blockListOf(CLOSED_IPV4, 'ipv4');
const closedIpv6 = blockListOf(CLOSED_IPV6, 'ipv6');

function blockListOf(rows: readonly (readonly [string, string])[], family: 'ipv4' | 'ipv6'): BlockList {
  const list = new BlockList();
  for (const [block] of rows) {
    const slash = block.indexOf('/');
    list.addSubnet(block.slice(0, slash), Number(block.slice(slash + 1)), family);
  }
  return list;
}

/**
 * Says whether an address is public unicast. `address` is an IP address in text form, without brackets; anything else,
 * an address with a zone among it, is not public.
 */
export function isPublicAddress(address: string): boolean {
  switch (isIP(address)) {
    case 4:
      return !closedIpv4.check(address, 'ipv4');
    case 6:
      return !address.includes('%') && !closedIpv6.check(address, 'ipv6');
    default:
      return false;
  }
}

/**
 * Tells why the process may not start, or `undefined` when it may. `value` is `NODE_TLS_REJECT_UNAUTHORIZED` as the
 * environment gives it: `0` switches certificate checks off for every TLS client of the process that does not insist on
 * them (https://nodejs.org/api/cli.html#node_tls_reject_unauthorizedvalue).
 */
export function tlsRefusal(value: string | undefined): string | undefined {
  if (value !== '0') return undefined;
  return 'NODE_TLS_REJECT_UNAUTHORIZED=0 switches certificate checks off. Remove it; trust a private authority with NODE_EXTRA_CA_CERTS instead.';
}

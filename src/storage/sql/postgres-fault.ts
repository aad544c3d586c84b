/** What is wrong, by the error code of the system or the SQLSTATE of the server (PostgreSQL manual, appendix A). */
const FAULTS: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'does not answer: nothing listens at its address',
  ENOENT: 'does not answer: there is no socket in the folder that DATABASE_URL names',
  ENOTFOUND: 'cannot be found: the host name of DATABASE_URL is not known',
  EAI_AGAIN: 'cannot be found: the host name of DATABASE_URL cannot be looked up now',
  ETIMEDOUT: 'does not answer in time',
  ECONNRESET: 'broke off the connection',
  '28P01': 'refuses the password of DATABASE_URL',
  '28000': 'refuses the user of DATABASE_URL',
  '3D000': 'does not exist under the name in DATABASE_URL',
  '42501': 'refuses what the platform has to do: its user needs the right to create in the schema',
  '25006': 'can only be read: it is a standby, or writes are switched off',
  '53300': 'has no connection left',
  '53100': 'has no room left on its disk',
  '55P03': 'is locked by another program',
  '57P03': 'is starting or stopping',
  CERT_HAS_EXPIRED: 'has a certificate that has expired',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'has a certificate of an authority that is not trusted; name it in NODE_EXTRA_CA_CERTS',
  SELF_SIGNED_CERT_IN_CHAIN: 'has a certificate of an authority that is not trusted; name it in NODE_EXTRA_CA_CERTS',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE:
    'has a certificate of an authority that is not trusted; name it in NODE_EXTRA_CA_CERTS',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY:
    'has a certificate of an authority that is not trusted; name it in NODE_EXTRA_CA_CERTS',
  ERR_TLS_CERT_ALTNAME_INVALID: 'has a certificate for another host name than the one in DATABASE_URL',
};

/** Why PostgreSQL could not be used, as the rest of a sentence; without address, user or password. */
export function postgresFault(error: unknown): string {
  const { code, message = '' } = error as { code?: string; message?: string };
  const known = FAULTS[code ?? ''];
  if (known !== undefined) return known;
  if (message.includes('does not support SSL')) return 'offers no TLS, which is required beyond this machine';
  if (/timeout/i.test(message)) return 'does not answer in time';
  return /^[0-9A-Z]{5}$/.test(code ?? '')
    ? `cannot be used (SQLSTATE ${code})`
    : 'cannot be used; the log has the reason';
}

/** What `filename` may hold as it is (RFC 6266 §4.1): no quotes, nothing that is decoded by some and not by others. */
const UNFIT = /[^\w !#$&'()+,.;=@[\]^`{}~-]/g;
/** What `encodeURIComponent` leaves and RFC 8187 §3.2.1 does not. */
const NOT_ATTRIBUTE = /['()*]/g;

/** The header of a file that is to be saved: its name in ASCII for every client, and as it is for those of RFC 8187. */
export function contentDisposition(name: string): string {
  const plain = name.replace(UNFIT, '_');
  const exact = encodeURIComponent(name).replace(
    NOT_ATTRIBUTE,
    (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return plain === name
    ? `attachment; filename="${plain}"`
    : `attachment; filename="${plain}"; filename*=UTF-8''${exact}`;
}

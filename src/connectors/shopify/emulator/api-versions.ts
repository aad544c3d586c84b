/** The versions of shopify.dev/docs/api/usage/versioning in November 2026 that are answered as themselves, oldest first. */
export const supportedVersions: readonly string[] = ['2026-01', '2026-04', '2026-07', '2026-10'];

/** Everything that the API says to exist: the supported versions, the release candidate, and `unstable`. */
export const versionNames: readonly string[] = [...supportedVersions, '2027-01', 'unstable'];

/** Says whether a version saves collections with sources; those before do it with rule sets. */
export function hasSources(version: string): boolean {
  return !supportedVersions.includes(version) || version >= '2026-07';
}

/** Gives the version that answers a request for another: an expired one falls forward to the oldest supported. */
export function answeringVersion(asked: string): string | undefined {
  if (versionNames.includes(asked)) return asked;
  const oldest = supportedVersions[0]!;
  return /^20\d\d-(01|04|07|10)$/.test(asked) && asked < oldest ? oldest : undefined;
}

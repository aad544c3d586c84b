/** Whether what was given is what there is; what was not given is never different. */
export function sameText(given: string | undefined, is: string | null | undefined): boolean {
  return given === undefined || given === (is ?? '');
}

/** Whether the tags that were added are there and those that were taken away are not; their case says nothing to Shopify. */
export function sameTags(
  tags: readonly string[],
  added: readonly string[] | undefined,
  removed: readonly string[] | undefined,
): boolean {
  const there = new Set(tags.map((tag) => tag.toLowerCase()));
  const has = (tag: string) => there.has(tag.toLowerCase());
  // A tag that is in both lists is there in the end.
  const gone = removed?.filter((tag) => !added?.some((other) => other.toLowerCase() === tag.toLowerCase()));
  return (added ?? []).every(has) && !(gone ?? []).some(has);
}

/** Whether a time, ISO 8601, is not before an instant, epoch ms. */
export function isSince(time: string | null | undefined, instant: number): boolean {
  return time != null && Date.parse(time) >= instant;
}

import { nearest } from '../../../kernel/nearest.ts';
import type { PropertySummary } from './account-summary.ts';

const NAMED_MAX = 10;

/** Says which properties there are instead of the one that was refused, the one that was probably meant first. */
export function nearestProperty(refused: string, visible: readonly PropertySummary[]): string {
  if (visible.length === 0) {
    return 'It sees no property at all: add its e-mail address as a Viewer in the property’s access management.';
  }
  const meant = nearest(
    refused,
    visible.map(({ property }) => property),
  );
  const sorted = [...visible].sort((a, b) => Number(b.property === meant) - Number(a.property === meant));
  const named = sorted.slice(0, NAMED_MAX).map(({ property, name }) => `${property} (${name})`);
  const more = visible.length > NAMED_MAX ? ` and ${visible.length - NAMED_MAX} more` : '';
  const guess = meant === undefined ? '' : ` Did you mean ${meant}?`;
  return `It sees ${named.join(', ')}${more}.${guess}`;
}

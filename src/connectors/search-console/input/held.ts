import { PlatformError } from '../../../kernel/errors.ts';
import { holds } from './site.ts';

/** Refuses an address that is not the property's, which Google would refuse without saying why. */
export function assertHeld(site: string, address: string, path: string): void {
  if (holds(site, address)) return;
  const message = `It is not part of ${site}; give an address of this property, or the property that holds it.`;
  throw new PlatformError('invalid_input', 'The address is not part of the property.', { issues: [{ path, message }] });
}

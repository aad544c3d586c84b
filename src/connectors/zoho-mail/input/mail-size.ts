import { PlatformError } from '../../../kernel/errors.ts';

const MIB = 1024 * 1024;
/** What Zoho takes of a mail, files and all (rates and limits of the admin console). On its way a mail is larger than its parts. */
const MAIL_BYTES_MAX = 40 * MIB;

/** Refuses a mail whose parts are too large together already. Throws `invalid_input`, on the argument that makes it so. */
export function assertFits(bytes: number, path: 'attachments' | 'answers.how'): void {
  if (bytes <= MAIL_BYTES_MAX) return;
  const message = `Text and files have ${(bytes / MIB).toFixed(1)} MB together, and Zoho takes 40 MB a mail: attach fewer or smaller files.`;
  throw new PlatformError('invalid_input', message, { issues: [{ path, message }], sent: 'no' });
}

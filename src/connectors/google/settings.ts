import type { Setting } from '../../kernel/setting.ts';

/** Gives the four settings by which a connector signs in to Google, each beginning with the prefix: `GSC_`. */
export function googleSettings(prefix: string, group: string): readonly Setting[] {
  return [
    {
      name: `${prefix}SERVICE_ACCOUNT_KEY`,
      group,
      type: 'secret',
      check: (key) =>
        isServiceAccountKey(key)
          ? undefined
          : 'is not the key of a service account; give the whole JSON file, with client_email and private_key, as text or in base64.',
      description: 'Key file (JSON, as text or in base64) of a Google service account that may use the property.',
    },
    {
      name: `${prefix}CLIENT_ID`,
      group,
      type: 'text',
      description: 'OAuth client ID of a Google Cloud project; used when there is no service account.',
    },
    { name: `${prefix}CLIENT_SECRET`, group, type: 'secret', description: 'Client secret of that OAuth client.' },
    {
      name: `${prefix}REFRESH_TOKEN`,
      group,
      type: 'secret',
      description: 'Refresh token of a user who allowed that client; short-lived access tokens are made from it.',
    },
  ];
}

/** Whether a text is the key file of a service account, plain or in base64, as far as can be seen without using it. */
function isServiceAccountKey(text: string): boolean {
  const json = text.trim().startsWith('{') ? text : Buffer.from(text, 'base64').toString('utf8');
  try {
    const key: unknown = JSON.parse(json);
    if (typeof key !== 'object' || key === null) return false;
    const { client_email: email, private_key: pem } = key as Record<string, unknown>;
    return typeof email === 'string' && email.includes('@') && typeof pem === 'string' && pem.includes('PRIVATE KEY');
  } catch {
    return false;
  }
}

import { describe, expect, it } from 'vitest';
import { configure } from './configure.ts';
import { DATA_CENTERS } from './data-centers.ts';
import { ZOHO_SETTINGS } from './settings.ts';

const FULL = {
  ZOHO_DATA_CENTER: 'in',
  ZOHO_CLIENT_ID: '1000.ABC',
  ZOHO_CLIENT_SECRET: 'hush',
  ZOHO_REFRESH_TOKEN: '1000.x.y',
};
const configured = (values: Readonly<Record<string, string | undefined>>) =>
  configure({ value: (name) => values[name], has: (name) => values[name] !== undefined });

describe('configuring a connection', () => {
  it.each(Object.entries(DATA_CENTERS))(
    'reaches the two hosts of %s and no other',
    (dataCenter, { mail, accounts }) => {
      expect(configured({ ...FULL, ZOHO_DATA_CENTER: dataCenter })).toMatchObject({
        target: {
          origin: `https://${mail}`,
          hosts: [mail, accounts],
          authentication: {
            kind: 'refresh-token',
            prefix: 'Zoho-oauthtoken ',
            tokenUrls: [`https://${accounts}/oauth/v2/token`],
          },
          facts: { dataCenter },
        },
      });
    },
  );

  it('holds no secret', () => {
    expect(JSON.stringify(configured(FULL))).not.toMatch(/hush|1000\.x\.y/);
  });

  it('takes another Mail host that is Zoho’s, and leaves the accounts host alone', () => {
    expect(configured({ ...FULL, ZOHO_MAIL_HOST: 'mail.zoho.ca' })).toMatchObject({
      target: { origin: 'https://mail.zoho.ca', hosts: ['mail.zoho.ca', 'accounts.zoho.in'] },
    });
  });

  it.each([
    'evil.example',
    'mail.zoho.com.evil.example',
    'mail.zoho.com@evil.example',
    'mail.zoho.com/x',
    'localhost',
    '127.0.0.1',
    'MAIL.ZOHO.COM',
    '',
  ])('does not take %j for a host of Zoho’s', (host) => {
    expect(configured({ ...FULL, ZOHO_MAIL_HOST: host })).toEqual({ missing: ['ZOHO_MAIL_HOST'] });
  });

  it('takes a number of mails an hour that a plan can allow, and no other', () => {
    const facts = (count: string) => configured({ ...FULL, ZOHO_MAILS_PER_HOUR: count });

    expect(facts('50')).toMatchObject({ target: { facts: { mailsPerHour: '50' } } });
    for (const count of ['0', '-1', '1001', '5e2', '1.5', 'many', '050']) {
      expect(facts(count)).toEqual({ missing: ['ZOHO_MAILS_PER_HOUR'] });
    }
  });

  it.each([
    [{}, ['ZOHO_DATA_CENTER', 'ZOHO_CLIENT_ID', 'ZOHO_CLIENT_SECRET', 'ZOHO_REFRESH_TOKEN']],
    [{ ...FULL, ZOHO_REFRESH_TOKEN: undefined }, ['ZOHO_REFRESH_TOKEN']],
    [{ ...FULL, ZOHO_DATA_CENTER: 'uk' }, ['ZOHO_DATA_CENTER']],
    [{ ...FULL, ZOHO_DATA_CENTER: 'constructor' }, ['ZOHO_DATA_CENTER']],
    [{ ...FULL, ZOHO_CLIENT_ID: 'a&b=c' }, ['ZOHO_CLIENT_ID']],
    [{ ...FULL, ZOHO_ACCOUNT_ID: '../1' }, ['ZOHO_ACCOUNT_ID']],
  ])('of %j says what is missing', (values, missing) => {
    expect(configured(values)).toEqual({ missing });
  });

  it('asks for secrets as secrets', () => {
    const secrets = ZOHO_SETTINGS.filter(({ type }) => type === 'secret').map(({ name }) => name);

    expect(secrets).toEqual(['ZOHO_CLIENT_SECRET', 'ZOHO_REFRESH_TOKEN', 'ZOHO_WEBHOOK_TOKEN']);
  });
});

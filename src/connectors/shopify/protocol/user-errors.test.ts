import { describe, expect, it } from 'vitest';
import { refuseUserErrors, UserErrors } from './user-errors.ts';

describe('user errors', () => {
  it('become a refusal that names what to change, and that nothing was done', () => {
    const errors = UserErrors.parse([
      { field: ['product', 'seo', 'title'], message: 'Title is too long' },
      { field: null, message: 'Product\r\ncannot be changed' },
    ]);

    expect(() => refuseUserErrors(errors)).toThrow(
      expect.objectContaining({
        code: 'upstream_rejected',
        message: 'Shopify refused the change: Title is too long Product cannot be changed',
        details: {
          issues: [
            { path: 'product.seo.title', message: 'Title is too long' },
            { path: '', message: 'Product cannot be changed' },
          ],
          sent: 'no',
        },
      }),
    );
  });

  it('that are none refuse nothing', () => {
    expect(() => refuseUserErrors([])).not.toThrow();
  });
});

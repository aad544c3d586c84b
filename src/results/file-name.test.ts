import { describe, expect, it } from 'vitest';
import { safeFileName } from './file-name.ts';

describe('a file’s name', () => {
  it.each([
    ['colours.csv', 'colours.csv'],
    ['Größen für März.pdf', 'Größen für März.pdf'],
    ['../../etc/passwd', '_.._etc_passwd'],
    ['..\\..\\autoexec.bat', '_.._autoexec.bat'],
    ['.htaccess', 'htaccess'],
    ['report.pdf. . ', 'report.pdf'],
    ['a\r\nSet-Cookie: x=1', 'a__Set-Cookie_ x=1'],
    ['invoice\u202efdp.exe', 'invoice_fdp.exe'],
    ['a\0b"c<d>.txt', 'a_b_c_d_.txt'],
    ['\ud800half', '\ufffdhalf'],
    ['...', 'unnamed'],
    ['', 'unnamed'],
  ])('%j is saved as %j', (name, saved) => {
    expect(safeFileName(name)).toBe(saved);
  });

  it('keeps its ending when it is cut, and never half a character', () => {
    const cut = safeFileName(`${'😀'.repeat(200)}.pdf`);

    expect(cut.length).toBeLessThanOrEqual(150);
    expect(cut.isWellFormed()).toBe(true);
    expect(cut).toMatch(/^(😀)+\ufffd?\.pdf$/u);
  });
});

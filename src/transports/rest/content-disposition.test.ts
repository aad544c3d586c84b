import { describe, expect, it } from 'vitest';
import { contentDisposition } from './content-disposition.ts';

describe('Content-Disposition', () => {
  it.each([
    ['colours.csv', 'attachment; filename="colours.csv"'],
    ["it's (new).pdf", 'attachment; filename="it\'s (new).pdf"'],
    ['Größe.pdf', 'attachment; filename="Gr__e.pdf"; filename*=UTF-8\'\'Gr%C3%B6%C3%9Fe.pdf'],
    ['100%.txt', 'attachment; filename="100_.txt"; filename*=UTF-8\'\'100%25.txt'],
    ['a"\r\nx: y\\z', 'attachment; filename="a___x_ y_z"; filename*=UTF-8\'\'a%22%0D%0Ax%3A%20y%5Cz'],
    ["é'(*)", "attachment; filename=\"_'(_)\"; filename*=UTF-8''%C3%A9%27%28%2A%29"],
  ])('of %j is %s', (name, header) => {
    expect(contentDisposition(name)).toBe(header);
  });
});

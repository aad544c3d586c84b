import { describe, expect, it } from 'vitest';
import { isActive, mediaTypeOf } from './media-type.ts';

const typeOf = (bytes: Uint8Array | string, name = 'file') => mediaTypeOf(Buffer.from(bytes), name).mimeType;
/** An archive of one entry, as far as its first header. */
const archive = (entry: string) => Buffer.concat([Buffer.from('504b030414000000', 'hex'), Buffer.from(entry)]);

describe('the type of a file', () => {
  it.each([
    ['application/pdf', Buffer.from('%PDF-1.7\n%\xe2\xe3', 'latin1')],
    ['application/pdf', '%PDF-1.4\nnothing but ASCII'],
    ['application/rtf', '{\\rtf1 text}'],
    ['image/png', Buffer.from('89504e470d0a1a0a0000000d', 'hex')],
    ['image/jpeg', Buffer.from('ffd8ffe000104a46', 'hex')],
    ['image/gif', Buffer.from('GIF89a\x01\x00', 'latin1')],
    ['image/webp', Buffer.from('RIFF\x01\x02\x00\x00WEBPVP8 ', 'latin1')],
    ['audio/wav', Buffer.from('RIFF\x01\x02\x00\x00WAVEfmt ', 'latin1')],
    ['video/mp4', Buffer.from('\x00\x00\x00\x20ftypisom', 'latin1')],
    ['application/gzip', Buffer.from('1f8b0800', 'hex')],
    ['application/zip', archive('colours.csv')],
    [
      'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
      archive('[Content_Types].xml xl/workbook.xml'),
    ],
    ['application/epub+zip', archive('mimetypeapplication/epub+zip')],
    ['application/octet-stream', Buffer.from([0, 1, 2, 3])],
    ['application/octet-stream', Buffer.from([0x61, 0xff, 0x62])],
    ['text/plain', 'Grüße'],
    ['text/plain', ''],
  ])('is %s by its bytes', (mimeType, bytes) => {
    expect(typeOf(bytes)).toBe(mimeType);
  });

  it('is not what the name says where the bytes say something else', () => {
    expect(typeOf(Buffer.from([0, 1, 2]), 'report.pdf')).toBe('application/octet-stream');
    expect(typeOf('<!DOCTYPE html><p>hello', 'colours.csv')).toBe('text/html');
    expect(typeOf('\ufeff \n<script>alert(1)</script>', 'notes.txt')).toBe('text/html');
    expect(typeOf('<?xml version="1.0"?>\n<x:svg xmlns:x="http://www.w3.org/2000/svg">', 'a.png')).toBe(
      'image/svg+xml',
    );
    expect(typeOf('%PDF-1.4 in ASCII', 'page.html')).toBe('application/pdf');
  });

  it('is the name’s among texts that harm nobody, and among those that are carried out', () => {
    expect(typeOf('a;b\n', 'colours.CSV')).toBe('text/csv');
    expect(typeOf('BEGIN:VCALENDAR', 'invite.ics')).toBe('text/calendar');
    expect(typeOf('just words', 'page.htm')).toBe('text/html');
    expect(typeOf('just words', 'drawing.svg')).toBe('image/svg+xml');
    expect(typeOf('just words', 'setup.exe')).toBe('text/plain');
  });

  it('is one that a browser may carry out for all of those', () => {
    const active = ['a.html', 'a.svg', 'a.xml', 'a.js', 'a.xhtml'].map((name) => isActive(typeOf('words', name)));
    expect(active).toEqual([true, true, true, true, true]);
    expect(['a.csv', 'a.txt', 'a.json'].map((name) => isActive(typeOf('words', name)))).toEqual([false, false, false]);
  });
});

describe('a text', () => {
  const isText = (text: string | Uint8Array) => mediaTypeOf(Buffer.from(text), 'a.txt').isText;

  it('is given as text, whatever language it is in', () => {
    expect(isText('Grüße, שלום, 你好, 👩‍👩‍👧 \t\r\n')).toBe(true);
    expect(isText('<p>A page is text, too.</p>')).toBe(true);
  });

  it.each([
    ['tags that nobody sees', 'buy\u{e0069}\u{e0067}\u{e006e}'],
    ['a turn of direction', 'invoice\u202efdp.exe'],
    ['an isolated turn of direction', 'a\u2066b'],
    ['a control that terminals obey', 'a\u001b[2Jb'],
    ['a zero', 'a\0b'],
  ])('is not given as one with %s', (_, text) => {
    expect(isText(text)).toBe(false);
  });

  it('is not one when its UTF-8 is broken at the very end', () => {
    expect(isText(Buffer.from('Grüße').subarray(0, 3))).toBe(false);
  });
});

import { describe, expect, it } from 'vitest';
import { decodeEntities } from './entities.ts';
import { htmlToText } from './html-to-text.ts';
import { lineOrNothing, shownLine, shownText } from './shown-text.ts';

describe('shown text', () => {
  it.each([
    ['zero\u200bwidth\u2060 and\ufeff', 'zerowidth and'],
    ['\u202egnirts\u202c \u2066x\u2069', 'gnirts x'],
    ['bell\u0007 esc\u001b[31m', 'bell esc[31m'],
    ['tags\u{e0041}\u{e007f}', 'tags'],
    ['variants a\ufe0fb\u{e0100}', 'variants ab'],
    ['hangul\u3164\u115f filler', 'hangul filler'],
    ['a\r\nb\rc\u2028d\tx', 'a\nb\nc\nd\tx'],
    ['lone \ud800 surrogate', 'lone \ufffd surrogate'],
    ['Grüße, 日本語, مرحبا, 🍃', 'Grüße, 日本語, مرحبا, 🍃'],
  ])('of %j is %j', (text, shown) => {
    expect(shownText(text)).toBe(shown);
  });

  it('of a list’s line is decoded once', () => {
    expect(shownLine('Fish &amp; Chips &lt;a@b.ie&gt; &#39;x&#39; &amp;lt;')).toBe("Fish & Chips <a@b.ie> 'x' &lt;");
    expect(shownLine('a&#8203;b\n c')).toBe('ab c');
  });

  it('is nothing where Zoho has nothing', () => {
    expect([undefined, null, '', ' ', 'Not Provided'].map(lineOrNothing)).toEqual(Array(5).fill(undefined));
  });
});

describe('character references', () => {
  it.each([
    ['&eacute;&Uuml;&euro;&hellip;', 'éÜ€…'],
    ['&#x1F343;&#127811;', '🍃🍃'],
    ['&unknown; &amp &copy', '&unknown; &amp &copy'],
    ['&#0;&#xD800;&#1114112;', '\ufffd\ufffd\ufffd'],
    ['&constructor; &__proto__;', '&constructor; &__proto__;'],
  ])('%s', (written, meant) => {
    expect(decodeEntities(written)).toBe(meant);
  });
});

describe('HTML as text', () => {
  it.each([
    ['paragraphs and breaks', '<p>One<p>Two<br>Three<div>Four</div>', 'One\nTwo\nThree\nFour'],
    ['lists', '<ul><li>a<li>b</ul>c', '- a\n- b\nc'],
    ['tables', '<table><tr><td>a<td>b<tr><th>c</th></table>', 'a | b\nc'],
    ['what is preformatted', '<pre>a  b\n  c</pre>', 'a  b\n  c'],
    ['white space', ' a \n b&nbsp;<b> c </b>d', 'a b c d'],
    ['quotations', '<blockquote>old</blockquote>new', 'old\nnew'],
    ['links', '<a href="https://a.example/x">here</a>', 'here <https://a.example/x>'],
    [
      'links that say where they lead',
      '<a href="https://a.example/">https://a.example/</a> <a href="mailto:a@b.ie">a@b.ie</a>',
      'https://a.example/ a@b.ie',
    ],
    [
      'links that lie',
      '<a href="https://evil.example/">https://bank.example/</a>',
      'https://bank.example/ <https://evil.example/>',
    ],
    [
      'links that run',
      '<a href="javascript:x()">a</a><a href=" java\tscript:x()">b</a><a href="data:text/html,x">c</a>',
      'abc',
    ],
    ['pictures', '<img alt="Our  logo" src=x><img src="pixel.gif">', '[image: Our logo]'],
    ['signs that are no markup', '1 < 2 > 0 <3 a<b', '1 < 2 > 0 <3 a'],
    ['plain text', 'just text & more', 'just text & more'],
    ['nothing', '', ''],
  ])('shows %s', (_what, html, text) => {
    expect(htmlToText(html)).toBe(text);
  });

  const hidden: readonly string[] = [
    '<script>X</script>',
    '<script>"</b>"X</script >',
    '<style>X</style>',
    '<head><title>X</title></head>',
    '<!-- X -->',
    '<!-- X',
    '<![CDATA[X]]>',
    '<div style="display:none">X</div>',
    '<div style="DISPLAY : NONE !important">X<p>X</div>',
    '<div style="display:/**/none">X</div>',
    "<div style='visibility:hidden'>X</div>",
    '<div style="opacity:0">X</div>',
    '<div style="opacity: 0.01">X</div>',
    '<div style="font-size:0">X</div>',
    '<div style="font-size:1px">X</div>',
    '<div style="max-height:0;overflow:hidden">X</div>',
    '<div style="position:absolute;left:-9999px">X</div>',
    '<div style="text-indent:-1000em">X</div>',
    '<div style="color:#fff;background:#fff">X</div>',
    '<div style="color:transparent">X</div>',
    '<div style="mso-hide:all">X</div>',
    '<div hidden>X</div>',
    '<span style="display:none">X<div>X</div></span>',
    '<svg><text>X</text></svg>',
    '<template>X</template>',
    '<select><option>X</select>',
    '<iframe>X</iframe>',
    '<div style="display&#58;none">X</div>',
    '<p style="display:none">X',
    '<img hidden alt="X">',
    `${'<b>'.repeat(500)}<i style="display:none">X</i>`,
  ];

  it.each(hidden)('leaves out what its reader does not see: %s', (html) => {
    expect(htmlToText(`before ${html}`)).toBe('before');
  });

  it.each([
    ['<p style="display:none">X<p>seen', 'seen'],
    ['<div style="display:none">X</div>seen', 'seen'],
    ['<table><tr><td style="display:none">X<td>seen</table>', 'seen'],
    ['<td style="font-size:0px"><div style="font-size:13px">seen</div></td>', 'seen'],
    ['<div style="height:0">seen</div>', 'seen'],
    ['<div style="font-size:1em">seen</div>', 'seen'],
    ['<div style="display:block">seen</div>', 'seen'],
    ['<noscript>seen</noscript>', 'seen'],
  ])('goes on where the hidden part ends: %s', (html, text) => {
    expect(htmlToText(html)).toBe(text);
  });

  it.each([
    '<a href="',
    '</x>',
    '<div>',
    '<a ',
    '<',
    '&#',
    '<a href=x>y',
    '<p style="',
    '<!--',
    '<script>',
    "<a b='",
    '<td>',
    '<x/',
  ])('takes no longer than in proportion for a mail full of %j', (part) => {
    const timeOf = (length: number) => {
      const html = part.repeat(Math.ceil(length / part.length));
      const from = performance.now();
      htmlToText(html);
      return performance.now() - from;
    };
    timeOf(20_000);

    // Twentyfold input may take a hundredfold time on a busy machine; quadratic work would take four hundredfold.
    expect(timeOf(400_000)).toBeLessThan(100 * Math.max(timeOf(20_000), 20));
  });
});

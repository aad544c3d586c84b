import { hourMs } from './days.ts';
import type { Correspondent, LooseMail } from './mail-records.ts';

/** When the first of them came; the others followed by the hour. */
const FIRST_MS = 1_753_000_000_000;

const AGENCY = { name: 'Orla Quirke', address: 'orla@quirke-design.example' };
const PRINTER = { name: 'Fairgreen Print', address: 'studio@fairgreen-print.example' };

/** Gives the mails that are in every world, whatever its day and seed: what examples name is always there. */
export function keepsakes(shop: Correspondent): LooseMail[] {
  const label = (hour: number) => ({
    thread: 'keepsake/label',
    atMs: FIRST_MS + hour * hourMs,
    isKeepsake: true,
    isRead: true,
  });
  const flyer = (hour: number) => ({
    thread: `keepsake/flyer/${hour}`,
    atMs: FIRST_MS + hour * hourMs,
    isKeepsake: true,
    isRead: true,
    box: 'trash' as const,
    from: PRINTER,
    to: [shop],
    subject: `Flyers, proof ${hour}`,
    text: 'The proof is on our page.\n\nFairgreen Print',
  });
  return [
    {
      ...label(0),
      box: 'inbox',
      from: AGENCY,
      to: [shop],
      cc: [PRINTER],
      subject: 'The new labels: last look before print',
      html: '<html><body><p>Hi,</p><p>the labels are ready. The colours are in the file; <a href="https://quirke-design.example/labels">all sketches</a> are on our page.</p><p>Say yes and they go to print.</p><p>Orla</p></body></html>',
      files: [
        {
          name: 'colours.csv',
          base64: Buffer.from('name;hex\nbog;#3B4A2F\nheather;#7A5C8E\nbutter;#F2DFA7\n').toString('base64'),
        },
      ],
    },
    flyer(1),
    flyer(2),
    flyer(3),
  ];
}

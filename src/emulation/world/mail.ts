import { hourMs } from './days.ts';
import { buildCustomerMail } from './mail-customers.ts';
import { keepsakes } from './mail-keepsakes.ts';
import { buildOutsideMail } from './mail-outside.ts';
import type { Correspondent, LooseMail, Mail } from './mail-records.ts';
import type { World } from './records.ts';

/** Gives the shop's own address as it stands in mail. */
export function shopCorrespondent(world: World): Correspondent {
  return { name: world.shop.name, address: world.shop.email };
}

/**
 * Builds the shop's mailbox on the world's day: customers who ask about their orders, answers, suppliers with files,
 * newsletters, spam with texts that are meant for machines, drafts. Oldest first; the same world gives the same mail.
 */
export function buildMail(world: World): Mail[] {
  const shop = shopCorrespondent(world);
  const loose = [
    ...keepsakes(shop),
    ...[...buildCustomerMail(world, shop), ...buildOutsideMail(world, shop), ...drafts(world, shop)].sort(
      (one, other) => one.atMs - other.atMs,
    ),
  ];
  const turns = new Map<string, string[]>();
  return loose.map((mail, index) => placed(mail, index + 1, turns));
}

function placed({ answersTurn, ...mail }: LooseMail, number: number, turns: Map<string, string[]>): Mail {
  const before = turns.get(mail.thread) ?? [];
  const headerId = `<${mail.thread.replaceAll('/', '.')}.${before.length}@${mail.from.address.split('@')[1]}>`;
  turns.set(mail.thread, [...before, headerId]);
  return {
    cc: [],
    text: undefined,
    html: undefined,
    isRead: true,
    flag: undefined,
    label: undefined,
    files: [],
    isKeepsake: false,
    ...mail,
    number,
    headerId,
    answers: answersTurn === undefined ? undefined : before[answersTurn],
  };
}

/** What somebody began to write yesterday. */
function drafts(world: World, shop: Correspondent): LooseMail[] {
  const to = world.customers
    .slice(0, 3)
    .map(({ firstName, lastName, email }) => ({ name: `${firstName} ${lastName}`, address: email }));
  return to.map((customer, index) => ({
    thread: `draft/${index}`,
    box: 'drafts',
    from: shop,
    to: [customer],
    subject: ['A word about your order', 'Tasting on Saturday', ''][index] ?? '',
    text: 'Dear customer,\n\n',
    atMs: world.dayMs - (index + 2) * hourMs,
    isRead: true,
  }));
}

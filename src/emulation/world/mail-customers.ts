import { hourMs, minuteMs } from './days.ts';
import { CONCERNS, type Concern, THANKS } from './mail-phrases.ts';
import type { Correspondent, LooseMail } from './mail-records.ts';
import { Random } from './random.ts';
import type { Customer, Order, World } from './records.ts';

/** How many orders lead to a question. */
const ASKING = 0.16;

/** Gives the mails between customers and the shop: questions about orders, answers, thanks. */
export function buildCustomerMail(world: World, shop: Correspondent): LooseMail[] {
  const customers = new Map(world.customers.map((customer) => [customer.id, customer]));
  const titles = new Map(world.products.map(({ id, title }) => [id, title]));
  return world.orders.flatMap((order) => {
    const random = new Random(world.seed, `mail/order/${order.number}`);
    const customer = customers.get(order.customerId);
    if (!customer || !random.chance(ASKING)) return [];
    const product = titles.get(order.lines[0]?.productId ?? 0) ?? 'tea';
    return conversation(world, order, customer, product, shop, random);
  });
}

function conversation(
  world: World,
  order: Order,
  customer: Customer,
  product: string,
  shop: Correspondent,
  random: Random,
): LooseMail[] {
  const language = customer.locale.slice(0, 2);
  const concern = pickConcern(CONCERNS[language] ?? CONCERNS.en!, order, random);
  const name = `${customer.firstName} ${customer.lastName}`;
  const filled = (text: string) =>
    text.replaceAll('{order}', `#${order.number}`).replaceAll('{product}', product).replaceAll('{name}', name);
  const writer = { name, address: customer.email };
  const thread = `order/${order.number}`;
  const askedMs = (order.fulfillments[0]?.atMs ?? order.createdAtMs) + random.integer(20, 90) * hourMs;
  const answeredMs = askedMs + random.integer(1, 30) * hourMs + random.integer(0, 59) * minuteMs;
  const subject = filled(concern.subject);
  const isOld = askedMs < world.dayMs - 10 * 24 * hourMs;
  const mails: LooseMail[] = [
    {
      thread,
      box: random.chance(0.3) ? 'orders' : 'inbox',
      from: writer,
      to: [shop],
      subject,
      text: filled(concern.text),
      atMs: askedMs,
      isRead: isOld || random.chance(0.4),
      flag: random.chance(0.08) ? random.pick(['info', 'important', 'followup'] as const) : undefined,
      label: concern.label,
    },
  ];
  if (random.chance(0.85)) {
    const text = filled(concern.answer);
    mails.push({
      thread,
      box: 'sent',
      from: shop,
      to: [writer],
      subject: `Re: ${subject}`,
      text,
      atMs: answeredMs,
      isRead: true,
      answersTurn: 0,
    });
    if (random.chance(0.35)) {
      mails.push({
        thread,
        box: 'inbox',
        from: writer,
        to: [shop],
        subject: `Re: ${subject}`,
        text: `${THANKS[language] ?? THANKS.en}\n\n${name}\n\n> ${text.replaceAll('\n', '\n> ')}`,
        atMs: answeredMs + random.integer(10, 900) * minuteMs,
        isRead: isOld,
        answersTurn: 1,
      });
    }
  }
  return mails.filter(({ atMs }) => atMs < world.dayMs);
}

function pickConcern(concerns: readonly Concern[], order: Order, random: Random): Concern {
  const possible = concerns.filter(({ needs }) => needs === undefined || order.fulfillments.length > 0);
  return random.weighted(possible.map((concern) => [concern.weight, concern] as const));
}

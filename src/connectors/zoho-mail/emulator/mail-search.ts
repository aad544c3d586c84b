import type { MailState, StoredMail } from './mail-state.ts';

/** Zoho's search: `parameter:value` joined by `::` (and) or `::or:` (or). */
type Condition = (mail: StoredMail) => boolean;

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const DAY_MS = 86_400_000;

/** Finds mails, newest first. `undefined` where the search cannot be read. Drafts are never found. */
export function searchMail(state: MailState, searchKey: string): StoredMail[] | undefined {
  const parts = searchKey.split('::');
  let reachesAll = false;
  const groups: Condition[][] = [[]];
  for (const part of parts) {
    const isOr = part.startsWith('or:');
    const [, parameter, value] = /^([A-Za-z]+):([\s\S]*)$/.exec(isOr ? part.slice(3) : part) ?? [];
    if (parameter === undefined || value === undefined || value.trim() === '') return undefined;
    if (parameter === 'inclspamtrash') {
      reachesAll = value === 'true';
      continue;
    }
    const condition = conditionOf(state, parameter, value.trim().replace(/^"(.*)"$/, '$1'));
    if (!condition) return undefined;
    if (parameter === 'in') reachesAll = true;
    if (isOr) groups.push([condition]);
    else groups.at(-1)?.push(condition);
  }
  const hidden = new Set(
    ['Drafts', 'Templates', 'Outbox', ...(reachesAll ? [] : ['Spam', 'Trash'])].map((type) => state.folderOfType(type)),
  );
  return state.mails.filter(
    (mail) => !hidden.has(mail.folderId) && groups.some((group) => group.every((holds) => holds(mail))),
  );
}

function conditionOf(state: MailState, parameter: string, value: string): Condition | undefined {
  const holds = (text: string) => {
    const folded = text.toLowerCase();
    return value
      .toLowerCase()
      .split(/\s+/)
      .every((word) => folded.includes(word));
  };
  const written = (list: StoredMail['to']) => list.map(({ name, address }) => `${name ?? ''} ${address}`).join(' ');
  switch (parameter) {
    case 'entire':
      return (mail) => holds(`${mail.subject} ${mail.content} ${written([mail.from, ...mail.to, ...mail.cc])}`);
    case 'content':
      return (mail) => holds(mail.content);
    case 'sender':
      return (mail) => holds(written([mail.from]));
    case 'to':
      return (mail) => holds(written(mail.to));
    case 'cc':
      return (mail) => holds(written(mail.cc));
    case 'subject':
      return (mail) => holds(mail.subject);
    case 'fileName':
      return (mail) => mail.files.some(({ name }) => holds(name));
    case 'has':
      return hasCondition(state, value);
    case 'in':
      return inCondition(state, value);
    case 'label': {
      const label = state.labels.find(({ name }) => name.toLowerCase() === value.toLowerCase());
      return (mail) => label !== undefined && mail.labels.has(label.id);
    }
    case 'fromDate':
    case 'toDate':
      return dateCondition(parameter, value);
    default:
      return undefined;
  }
}

function hasCondition(state: MailState, value: string): Condition | undefined {
  if (value === 'attachment') return ({ files }) => files.length > 0;
  if (value === 'flags') return ({ flag }) => flag !== 'flag_not_set';
  if (value !== 'convo') return undefined;
  return ({ threadId }) => state.mails.filter((mail) => mail.threadId === threadId).length > 1;
}

function inCondition(state: MailState, value: string): Condition {
  const folder = state.folders.find(({ name }) => name.toLowerCase() === value.toLowerCase());
  return ({ folderId }) => folderId === folder?.id;
}

function dateCondition(parameter: 'fromDate' | 'toDate', value: string): Condition | undefined {
  const [, day, month, year] = /^(\d{2})-([A-Za-z]{3})-(\d{4})$/.exec(value) ?? [];
  const index = MONTHS.indexOf(month?.toLowerCase() ?? '');
  if (day === undefined || index === -1) return undefined;
  const startMs = Date.UTC(Number(year), index, Number(day));
  return ({ atMs }) => (parameter === 'fromDate' ? atMs >= startMs : atMs < startMs + DAY_MS);
}

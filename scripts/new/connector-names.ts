/** What a new connector and its things are called. */
export interface ConnectorNames {
  /** `search-console`: folder, and label in REST and metrics. */
  readonly id: string;
  /** `gsc_` */
  readonly toolPrefix: string;
  /** `Search Console` */
  readonly title: string;
  /** `searchConsole` */
  readonly variable: string;
}

const ID = /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/;
const PREFIX = /^[a-z][a-z0-9]*_$/;
const TITLE = /^[A-Za-z][A-Za-z0-9 ]*$/;

/** Names a connector after its id, as far as nothing else is given. Throws an `Error` that says what to change. */
export function namesOf(id: string, given: { readonly prefix?: string; readonly title?: string } = {}): ConnectorNames {
  if (!ID.test(id)) throw new Error('Write the id in kebab-case, like search-console.');
  const words = id.split('-');
  const toolPrefix = given.prefix ?? `${words.join('')}_`;
  if (!PREFIX.test(toolPrefix))
    throw new Error('Write the prefix in lower case with an underscore at its end, like gsc_.');
  const title = given.title ?? words.map(capital).join(' ');
  if (!TITLE.test(title)) throw new Error('Write the title in letters, digits and blanks.');
  const [first = '', ...others] = words;
  return { id, toolPrefix, title, variable: first + others.map(capital).join('') };
}

/** The text of one file of the template as the new connector's. */
export function renamed(text: string, { id, toolPrefix, title, variable }: ConnectorNames): string {
  const root = toolPrefix.slice(0, -1);
  return (
    text
      // The template lies as deep as a connector, but in another folder.
      .replaceAll('../src/', '')
      .replaceAll('../connectors/define.ts', 'define.ts')
      .replaceAll('sample-id', id)
      .replaceAll('SAMPLE_', toolPrefix.toUpperCase())
      .replaceAll('sample_', toolPrefix)
      .replaceAll("'sample.", `'${root}.`)
      .replace(/\bSample(?=[A-Z])/g, capital(variable))
      .replace(/\bSample\b/g, title)
      .replace(/\bsample\b/g, variable)
  );
}

function capital(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}

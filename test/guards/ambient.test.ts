import { describe, expect, it } from 'vitest';
import { codeText } from './code-text.ts';
import { isProductCode, type RepositoryFile, repositoryFiles } from './repository.ts';

interface Rule {
  readonly title: string;
  readonly pattern: RegExp;
  /** Product code that may. */
  readonly allowed: RegExp;
  readonly instead: string;
}

/** What is always in reach and must not be reached for: each has one place, and everybody else gets it as an argument. */
const RULES: readonly Rule[] = [
  {
    title: 'the environment',
    pattern:
      /\bprocess\s*(\?\.|\.)?\s*(env\b|\[)|\benv\b[^;]*\}\s*from\s+'\s*'|\benv\b[^;=]*\}\s*=\s*[\w.\s]*\bprocess\b|\bloadEnvFile\b/,
    allowed: /^src\/config\/load\.ts$/,
    instead: 'Declare a row in src/config/settings.ts and take the parsed value as an argument.',
  },
  {
    title: 'the console',
    pattern: /\bconsole\s*\.|\bprocess\s*\.\s*std(out|err)\b/,
    allowed: /^src\/(cli\/.*|process\/.*|main\.ts)$/,
    instead: 'Take a Log (src/kernel/log.ts) as an argument; standard output belongs to the protocol.',
  },
  {
    title: 'the network',
    pattern: /(?<![.\w#])fetch\s*\(|\bglobalThis\s*\.\s*fetch\b|\bnew\s+(WebSocket|EventSource)\b/,
    allowed: /^$/,
    instead: 'Vendors are reached through the one outbound client (src/outbound), which guards, bounds and verifies.',
  },
  {
    title: 'the end of the process',
    pattern: /\bprocess\s*\.\s*(exit|abort|kill|on|once)\b/,
    allowed: /^src\/(cli\/.*|process\/.*|main\.ts)$/,
    instead: 'Throw; src/process decides how a process ends and what signals mean.',
  },
  {
    title: 'JSON-RPC codes',
    pattern: /-32[0-9]{3}\b|-32_[0-9]{3}\b/,
    allowed: /^src\/transports\//,
    instead: 'Throw a PlatformError with a code of src/kernel/errors.ts; src/transports translates it.',
  },
];

function violations(files: readonly RepositoryFile[]): string[] {
  return files
    .filter(({ path }) => isProductCode(path))
    .flatMap(({ path, text }) => {
      const lines = codeText(text).split('\n');
      return RULES.filter(({ allowed }) => !allowed.test(path)).flatMap(({ title, pattern, instead }) =>
        lines.flatMap((line, at) => (pattern.test(line) ? [`${path}:${at + 1} reaches for ${title}. ${instead}`] : [])),
      );
    });
}

const planted = (path: string, text: string) => violations([{ path, text }]);

describe('product code', () => {
  it('takes environment, console, network and process as arguments', () => {
    expect(violations(repositoryFiles())).toEqual([]);
  });

  it.each([
    'const port = process.env.PORT;',
    'const port = process["env"].PORT;',
    "import { env } from 'node:process';",
    'const { env } = process;',
    'const { pid, env: { PORT } } = globalThis.process;',
    'process.loadEnvFile();',
    'console.log(1);',
    'process.stdout.write("x");',
    'await fetch(url);',
    'await globalThis.fetch(url);',
    'process.exit(1);',
    "process.on('SIGTERM', stop);",
    'const code = -32602;',
  ])('is caught with %s', (text) => {
    expect(planted('src/gateway/a.ts', text)).toHaveLength(1);
  });

  it.each([
    '// never process.env',
    "const advice = 'console.log(process.env)';",
    'await this.fetch(url); await cache.fetch(key); prefetch(); this.#fetch();',
    'const pattern = /fetch(x)/;',
    'process.hrtime.bigint();',
  ])('may say %s', (text) => {
    expect(planted('src/gateway/a.ts', text)).toEqual([]);
  });

  it('has one place for each', () => {
    expect(planted('src/config/load.ts', 'process.env;')).toEqual([]);
    expect(planted('src/main.ts', 'console.error(1); process.exit(1);')).toEqual([]);
    expect(planted('src/process/start-server.ts', "process.stdout.write('x'); process.on('SIGTERM', f);")).toEqual([]);
    expect(planted('src/transports/mcp/errors.ts', 'const code = -32602;')).toEqual([]);
    expect(planted('src/config/settings.ts', 'process.env;')).toHaveLength(1);
    expect(planted('src/process/start-server.ts', 'process.env;')).toHaveLength(1);
  });
});

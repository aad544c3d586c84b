import { EXIT_OF_ERROR, EXITS } from '../../src/cli/exit-codes.ts';
import { ERRORS, type ErrorCode } from '../../src/kernel/errors.ts';
import { markdownTable } from './markdown-table.ts';

/** The reference page of the errors, as Markdown. */
export function errorsReference(): string {
  const rows = Object.entries(ERRORS).map(([code, { http, fault, retry, means }]) => {
    const exit = EXIT_OF_ERROR[code as ErrorCode];
    return [`\`${code}\``, String(http), means, fault, retry, `${EXITS[exit].code} \`${exit}\``];
  });
  return `# Errors

Every face answers with the same codes. The message says what to change and is safe to show; the reason behind it is in the log alone, under
the correlation id that the answer carries.

- **REST**: the HTTP status below, and \`{ "error": { "code", "message", … } }\`.
- **MCP**: an unknown tool and malformed parameters are JSON-RPC errors. Any other refusal or failure of a call is a result with \`isError\`, so that the model
  can act on it; the code stands in \`_meta["mcp-platform/error"]\`. A missing or invalid key is HTTP 401.
- **Command line**: the exit code below; see [exit-codes.md](exit-codes.md).

“Who acts” is who has to do something for the error to go away. “Again” says whether the same call may succeed later.

${markdownTable(['code', 'HTTP', 'means', 'who acts', 'again', 'exit code'], rows)}
`;
}

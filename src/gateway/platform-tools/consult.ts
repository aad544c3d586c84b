import type { Next } from '../../kernel/call.ts';
import type { Clock } from '../../kernel/clock.ts';
import { Outcome } from '../../kernel/outcome.ts';
import type { Tool, ToolContext } from '../../kernel/tool.ts';
import { createDirectories, type DirectoryParts } from './tool-directory.ts';

const NEVER = new AbortController().signal;

/** What the platform's own lane is folded around: runs the tool over the directory of who calls. */
export function createConsult(catalog: DirectoryParts, clock: Clock): Next {
  const directoryOf = createDirectories(catalog);
  const context: ToolContext = { signal: NEVER, now: () => clock.now(), atFirst: (read) => read(), answerWith() {} };
  return async ({ tool, input, principal }) => {
    const value = await (tool as Tool).run(input, directoryOf(principal), context);
    return new Outcome(value, clock.now());
  };
}

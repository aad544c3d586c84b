import { createFakeClock } from '../../../test/support/fake-clock.ts';
import { sharedAnswersContract } from '../../cache/shared-answers.contract.ts';
import { MemorySharedAnswers } from './memory-shared-answers.ts';

sharedAnswersContract(async (entriesMax) => {
  const clock = createFakeClock();
  const answers = new MemorySharedAnswers(clock, entriesMax);
  return { answers, advance: clock.advance, lose: async () => answers.clear(), close: async () => {} };
});

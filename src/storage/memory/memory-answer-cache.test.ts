import { answerCacheContract } from '../../cache/answer-cache.contract.ts';
import { MemoryAnswerCache } from './memory-answer-cache.ts';

answerCacheContract(async (bounds) => ({ cache: new MemoryAnswerCache(bounds), close: async () => {} }));

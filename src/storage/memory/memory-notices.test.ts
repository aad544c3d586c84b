import { noticesContract } from '../../notices/notices.contract.ts';
import { MemoryNoticeBoard } from './memory-notices.ts';

noticesContract(async () => {
  const board = new MemoryNoticeBoard();
  return { one: board.join(), other: board.join(), close: async () => {} };
});

import { constants } from 'node:fs';
import { access, stat, statfs } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { DoctorCheck, Finding } from './check.ts';

const MIB = 1024 * 1024;
/** Below this the database can stop taking writes any minute. */
const NEEDED_BYTES = 100 * MIB;
const COMFORTABLE_BYTES = 1024 * MIB;

/** Checks that the data folder is there, ours alone, writable, and on a disk with room. `uid` is absent on Windows. */
export function dataFolderCheck(folder: string, uid: number | undefined): DoctorCheck {
  return {
    id: 'data-folder',
    title: 'Data folder',
    needs: ['settings'],
    async run() {
      const found = await stat(folder).catch(() => undefined);
      if (!found) return missing(folder);
      if (!found.isDirectory()) {
        return failed(`${folder} is not a folder`, 'Set DATA_DIR to a folder, or move what is there away.');
      }
      if (!(await isWritable(folder))) {
        return failed(
          `${folder} cannot be written to`,
          `Give it to the user that runs the platform: chown -R USER ${folder}`,
        );
      }
      const open = found.mode & 0o077;
      if (uid !== undefined && open !== 0) {
        return failed(`${folder} is open to other users of this machine`, `Close it: chmod 700 ${folder}`);
      }
      if (uid !== undefined && found.uid !== uid) {
        return {
          status: 'warning',
          summary: `${folder} belongs to another user`,
          advice: ['Run the platform as the user that the folder belongs to, so that it can read what it writes.'],
        };
      }
      return room(folder);
    },
  };
}

async function missing(folder: string): Promise<Finding> {
  let above = dirname(folder);
  while (above !== dirname(above) && !(await stat(above).catch(() => undefined))) above = dirname(above);
  return (await isWritable(above))
    ? { status: 'ok', summary: `${folder} is made at the first start` }
    : failed(
        `${folder} is not there and cannot be made`,
        `Make it: mkdir -m 700 ${folder}, as the user that runs the platform.`,
      );
}

async function room(folder: string): Promise<Finding> {
  const disk = await statfs(folder);
  const freeBytes = disk.bavail * disk.bsize;
  const free =
    freeBytes >= 10 * 1024 * MIB ? `${Math.floor(freeBytes / MIB / 1024)} GiB` : `${Math.floor(freeBytes / MIB)} MiB`;
  const advice = [`Free some space on the disk of ${folder}.`];
  if (freeBytes < NEEDED_BYTES) return { status: 'failed', summary: `only ${free} free`, advice };
  if (freeBytes < COMFORTABLE_BYTES) return { status: 'warning', summary: `${free} free`, advice };
  return { status: 'ok', summary: `${folder}, ${free} free` };
}

function isWritable(path: string): Promise<boolean> {
  return access(path, constants.W_OK | constants.X_OK).then(
    () => true,
    () => false,
  );
}

function failed(summary: string, advice: string): Finding {
  return { status: 'failed', summary, advice: [advice] };
}

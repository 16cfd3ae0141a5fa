import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';

import type { Workspace } from '@mosaic/engines/agents';
import type { Task } from '@mosaic/contracts/mosaic';

/** Folders of attempts, below one folder of the service. */
export interface Workspaces {
  /** That of one attempt; disposing takes it away. */
  open(task: Task): Workspace & AsyncDisposable;
}

/** Takes away what an earlier process has left, and gives each attempt a folder of its own when it asks for one. */
export async function openWorkspaces(root: string): Promise<Workspaces> {
  await rm(root, { recursive: true, force: true });
  return {
    open({ key, lease }) {
      const path = join(root, `${key}-${lease?.epoch ?? 0}`);
      let made: Promise<string> | null = null;
      return {
        folder: () => (made ??= mkdir(path, { recursive: true, mode: 0o700 }).then(() => path)),
        async [Symbol.asyncDispose]() {
          if (made === null) return;
          await made.catch(() => undefined);
          await rm(path, { recursive: true, force: true });
        },
      };
    },
  };
}

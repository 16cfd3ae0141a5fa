import { LfsSessions } from '../lfs/lfs-sessions.ts';
import { LfsStore } from '../lfs/lfs-store.ts';
import { LockReader } from '../lfs/lock-reader.ts';
import { LockWriter } from '../lfs/lock-writer.ts';
import type { ForgePorts } from './ports.ts';

/** Large files: which repository has which, who has locked one, and the sessions that begin by SSH. */
export function composeLfs({ store, events, folders, lfsFiles: files, keyring }: ForgePorts) {
  return {
    store: new LfsStore({ files, store, events, folders }),
    locks: { reader: new LockReader(store), writer: new LockWriter(events) },
    sessions: new LfsSessions(keyring),
  };
}

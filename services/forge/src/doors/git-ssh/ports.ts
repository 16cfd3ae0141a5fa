import type { Places } from '@mosaic/platform/http';

import type { DeployKeyReader } from '../../keys/deploy-key-reader.ts';
import type { KeyHolder, KeySignIn } from '../../keys/key-sign-in.ts';
import type { LfsSessions } from '../../lfs/lfs-sessions.ts';
import type { CarryPorts } from '../../wire/carry-push.ts';
import type { Exchange } from './visits.ts';

export interface GitSshPorts extends CarryPorts {
  keys: KeySignIn;
  deployKeys: DeployKeyReader;
  lfs: { sessions: LfsSessions };
  /** Places for git processes, the same as over HTTP. */
  slots: Places;
  /** Places for requests that are being read. */
  readers: Places;
}

/** A command that somebody gave who has signed in. */
export interface Given {
  holder: KeyHolder;
  command: string;
  gitProtocol: string | undefined;
  exchange: Exchange;
  /** Raised when the client leaves. */
  gone: AbortSignal;
}

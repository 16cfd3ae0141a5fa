import { createControlClient, type ControlClient } from '@mosaic/contracts/mosaic';
import { MosaicError } from '@mosaic/platform/errors';
import { createSend } from '@mosaic/platform/http';
import { homeHolder, isHomeHeld } from '@mosaic/platform/lifecycle';
import type { Send } from '@mosaic/contracts/wire';
import { pause } from '@mosaic/platform/waiting';

import { controlPath } from './control-path.ts';

/** How long the stack may take to answer, ms; its own look at its services ends after 3 s. */
const ANSWER_MS = 5_000;
/** How long a process may hold the home before its socket is there, ms. */
const DOOR_MS = 2_000;
const PAUSE_MS = 25;

/** The controls of the stack that runs on a home. */
export type Controlled = ControlClient & AsyncDisposable;

/**
 * Reaches the stack that runs on the home now. Throws `unavailable` when none does, `timeout` when it does not answer,
 * `forbidden` when it is another user's; each in words, with what to do.
 */
export function openControlClient(home: string): Controlled {
  const reached = controlPath(home);
  const pool = createSend({ baseUrl: 'http://localhost', socketPath: reached.path, connections: 2, timeoutMs: ANSWER_MS });
  return {
    ...createControlClient(patient(home, pool)),
    async [Symbol.asyncDispose]() {
      await pool[Symbol.asyncDispose]();
      reached[Symbol.dispose]();
    },
  };
}

function patient(home: string, send: Send): Send {
  return async (request) => {
    for (const deadline = Date.now() + DOOR_MS; ;) {
      try {
        return await send({ ...request, signal: AbortSignal.timeout(ANSWER_MS) });
      } catch (error) {
        if (!isAbsent(error) || Date.now() > deadline || !isHomeHeld(home)) throw inWords(home, error);
        // A process has the home and is only about to open its socket.
        await pause(PAUSE_MS);
      }
    }
  };
}

function isAbsent(error: unknown): boolean {
  return ['ENOENT', 'ECONNREFUSED', 'ENOTDIR', 'ENOTSOCK'].includes(codeOf(error));
}

function inWords(home: string, cause: unknown): MosaicError {
  const code = codeOf(cause);
  if (code === 'EACCES' || code === 'EPERM')
    return new MosaicError('forbidden', `The stack on ${home} belongs to another user; run this as the owner of that folder.`, { cause });
  if (!isHomeHeld(home)) return new MosaicError('unavailable', `No stack runs on ${home}. Start one with: ./mosaic up`, { cause });
  const holder = homeHolder(home);
  return new MosaicError(
    'timeout',
    `A process (${holder}) holds ${home} and does not answer: it is halted, very busy, or still starting or stopping. Wait a moment; "mosaic logs" says more. If it stays so, end it with: kill -9 ${holder}`,
    { cause },
  );
}

/** The system's code of a failed connection; of several addresses tried, the first's. */
function codeOf(error: unknown): string {
  const { code, errors } = error as { code?: string; errors?: { code?: string }[] };
  return code ?? errors?.[0]?.code ?? '';
}

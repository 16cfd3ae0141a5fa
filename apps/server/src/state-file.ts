import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { z } from 'zod';

/** What a running stack leaves in its home for the command line: where it is, and the key to its controls (mode 0600). */
export const RunState = z.object({
  pid: z.number().int(),
  publicUrl: z.string(),
  portBase: z.number().int(),
  accountsUrl: z.string(),
  mcpUrl: z.string(),
  controlToken: z.string(),
  startedAt: z.number().int(),
  version: z.string(),
});
export type RunState = z.infer<typeof RunState>;

const pathOf = (home: string) => join(home, 'run', 'state.json');

export function writeRunState(home: string, state: RunState): void {
  mkdirSync(join(home, 'run'), { recursive: true, mode: 0o700 });
  const draft = `${pathOf(home)}.${process.pid}`;
  writeFileSync(draft, JSON.stringify(state), { mode: 0o600 });
  renameSync(draft, pathOf(home));
}

/** The state of the stack on this home, or null when none has started or it stopped cleanly. */
export function readRunState(home: string): RunState | null {
  try {
    return RunState.parse(JSON.parse(readFileSync(pathOf(home), 'utf8')));
  } catch {
    return null;
  }
}

export function removeRunState(home: string): void {
  rmSync(pathOf(home), { force: true });
}

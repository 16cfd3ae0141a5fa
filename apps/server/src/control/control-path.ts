import { mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Longest path of a Unix socket, bytes: sun_path holds 104 on macOS and the BSDs, 108 on Linux (unix(7)), the ending NUL included. */
const LONGEST = 103;

/** Where a home's control socket is, below its `run` (mode 0700). */
export const controlSocket = (home: string) => join(home, 'run', 'control.sock');

/**
 * A path by which the system takes the socket: its own, or for a home too deep one through a link in a fresh folder of this
 * user alone (mkdtemp, mode 0700), which is taken away when disposed.
 */
export function controlPath(home: string): Disposable & { path: string } {
  const path = controlSocket(home);
  if (fits(path)) return { path, [Symbol.dispose]: () => undefined };
  const short = ['mosaic-XXXXXX', 'run', 'control.sock'];
  const folder = mkdtempSync(join(fits(join(tmpdir(), ...short)) ? tmpdir() : '/tmp', 'mosaic-'));
  symlinkSync(join(home, 'run'), join(folder, 'run'));
  return { path: join(folder, 'run', 'control.sock'), [Symbol.dispose]: () => rmSync(folder, { recursive: true, force: true }) };
}

function fits(path: string): boolean {
  return Buffer.byteLength(path) <= LONGEST;
}

import { mkdir, open, readFile, rename } from 'node:fs/promises';
import { join } from 'node:path';

/** Below the data folder; a backup takes it, since clients refuse a server that comes back with another key. */
export const HOST_KEY_FOLDER = 'ssh';
const FILE = 'host_ed25519';

/** The key by which clients know this server again: made once, and kept in a file that nobody else may read. */
export async function loadHostKey(dataFolder: string, generate: () => string): Promise<string> {
  const folder = join(dataFolder, HOST_KEY_FOLDER);
  const path = join(folder, FILE);
  const known = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null;
    throw error;
  });
  if (known !== null) return known;
  const key = generate();
  await mkdir(folder, { recursive: true, mode: 0o700 });
  // Whole before it bears its name: half a key would shut the door for good.
  await using file = await open(`${path}.new`, 'w', 0o600);
  await file.writeFile(key);
  await file.sync();
  await rename(`${path}.new`, path);
  return key;
}

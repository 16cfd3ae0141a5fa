import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

import { endProcess, freePort, run, startProcess, unprivileged, type DatabaseServer } from './database-server.ts';

/** PostgreSQL from its own binaries; `initdb` is the path of that program. */
export async function startPostgres(initdb: string): Promise<DatabaseServer> {
  const folder = await mkdtemp(join(tmpdir(), 'mosaic-postgres-'));
  await chmod(folder, 0o777);
  const data = join(folder, 'data');
  const port = await freePort();
  const bin = (name: string) => join(dirname(initdb), name);
  await run(...unprivileged(initdb, ['-D', data, '-U', 'app', '--auth=trust', '--no-sync', '--encoding=UTF8', '--no-locale']));
  const words = ['-D', data, '-p', String(port), '-c', 'listen_addresses=127.0.0.1', '-k', folder, '-c', 'fsync=off'];
  const child = await startProcess(bin('postgres'), words, async () => {
    try {
      await run(bin('pg_isready'), ['-h', '127.0.0.1', '-p', String(port)]);
      return true;
    } catch {
      return false;
    }
  });
  return {
    async createDatabase(name) {
      await run(bin('createdb'), ['-h', '127.0.0.1', '-p', String(port), '-U', 'app', name]);
      return `postgres://app@127.0.0.1:${port}/${name}`;
    },
    async [Symbol.asyncDispose]() {
      await endProcess(child);
      await rm(folder, { recursive: true, force: true });
    },
  };
}

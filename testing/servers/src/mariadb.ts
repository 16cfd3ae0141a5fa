import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { endProcess, freePort, run, startProcess, unprivileged, type DatabaseServer } from './database-server.ts';

/** MariaDB from its own binaries; `mariadbd` is the path of that program. */
export async function startMariadb(mariadbd: string): Promise<DatabaseServer> {
  const folder = await mkdtemp(join(tmpdir(), 'mosaic-mariadb-'));
  await chmod(folder, 0o777);
  const port = await freePort();
  const settings = join(folder, 'my.cnf');
  const socket = join(folder, 's');
  await writeFile(
    settings,
    [
      '[mysqld]',
      `datadir=${join(folder, 'data')}`,
      // Each server takes away every temporary table of its folder when it starts, also those of another one that runs.
      `tmpdir=${folder}`,
      `socket=${socket}`,
      `port=${port}`,
      'bind-address=127.0.0.1',
      `pid-file=${join(folder, 'pid')}`,
      'innodb_flush_log_at_trx_commit=0',
      'skip-name-resolve',
      '',
    ].join('\n'),
  );
  await run(
    ...unprivileged('mariadb-install-db', [`--defaults-file=${settings}`, '--auth-root-authentication-method=normal', '--skip-test-db']),
  );
  const client = (statement: string) => run('mariadb', ['--no-defaults', '-uroot', `--socket=${socket}`, '-e', statement]);
  const child = await startProcess(mariadbd, [`--defaults-file=${settings}`], async () => {
    try {
      await client('select 1');
      return true;
    } catch {
      return false;
    }
  });
  await client("create user app@'127.0.0.1' identified by 'app'; grant all on *.* to app@'127.0.0.1'");
  return {
    async createDatabase(name) {
      await client(`create database ${name} character set utf8mb4 collate utf8mb4_bin`);
      return `mysql://app:app@127.0.0.1:${port}/${name}`;
    },
    async [Symbol.asyncDispose]() {
      await endProcess(child);
      await rm(folder, { recursive: true, force: true });
    },
  };
}

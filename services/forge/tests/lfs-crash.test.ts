import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, expect, test } from 'vitest';

import { createGiteaClient } from '@mosaic/contracts/gitea';
import { createSend } from '@mosaic/platform/http';
import { Stack } from '@mosaic/platform/lifecycle';
import { startFakeAccounts } from '@mosaic/testing/fakes';

import { eventually, PRINCIPALS, TOKENS } from './harness.ts';
import { startForgeProcess } from './start-process.ts';

const stack = new Stack();
afterEach(() => stack[Symbol.asyncDispose]());

test(
  'kill -9 at random moments of an upload: the repository has the whole file or none, and nothing is left over',
  { timeout: 120_000 },
  async () => {
    const folder = await mkdtemp(join(tmpdir(), 'lfs-crash-'));
    stack.defer(() => rm(folder, { recursive: true, force: true }));
    const accounts = stack.use(await startFakeAccounts(PRINCIPALS));
    const settings = { folder, accounts: accounts.url, hookHost: 'localhost' };
    let server = await startForgeProcess(settings);
    stack.defer(() => void server.child.kill('SIGKILL'));
    const setup = stack.use(createSend({ baseUrl: server.url, headers: () => ({ authorization: `token ${TOKENS.ada}` }) }));
    await createGiteaClient(setup).createRepository({ name: 'large' });
    const at = (oid: string) => `/ada/large.git/info/lfs/objects/${oid}`;
    const headers = { authorization: `token ${TOKENS.ada}` };

    /** What its answer was; none where it was cut off. */
    const upload = (bytes: Buffer, oid: string, size: number): Promise<number | null> =>
      new Promise((resolve) => {
        const sent = request(`${server.url}${at(oid)}/${size}`, { method: 'PUT', headers: { ...headers, 'transfer-encoding': 'chunked' } });
        sent.once('response', (response) => resolve(response.resume().statusCode ?? null));
        sent.once('error', () => resolve(null));
        // What is larger than what is sent stays open until the kill.
        if (bytes.length < size) sent.write(bytes);
        else sent.end(bytes);
      });

    const drafts = join(folder, 'forge', 'lfs', '.drafts');
    // The first is cut off in the middle for certain, the others between their first byte and some time after their answer.
    for (const delayMs of [null, 0, 1, 2, 3, 5, 8, 20]) {
      const bytes = randomBytes(3_000_000);
      const oid = createHash('sha256').update(bytes).digest('hex');
      const answered = upload(delayMs === null ? bytes.subarray(0, 1_000_000) : bytes, oid, bytes.length);
      await Promise.race([
        eventually(
          () => readdir(drafts),
          (names) => names.length > 0,
        ),
        answered,
      ]);
      await new Promise((resolve) => setTimeout(resolve, delayMs ?? 0));
      server.child.kill('SIGKILL');
      await once(server.child, 'exit');
      server = await startForgeProcess(settings);
      expect(await readdir(drafts)).toEqual([]);
      const found = await fetch(`${server.url}${at(oid)}`, { headers });
      // What was promised is there; what is there is whole.
      if (delayMs === null || (await answered) === 200) expect(found.status, String(delayMs)).toBe(delayMs === null ? 404 : 200);
      if (found.status === 200) expect(Buffer.from(await found.arrayBuffer()).equals(bytes)).toBe(true);
      expect(await upload(bytes, oid, bytes.length)).toBe(200);
      const again = await fetch(`${server.url}${at(oid)}`, { headers });
      expect(Buffer.from(await again.arrayBuffer()).equals(bytes)).toBe(true);
    }
    expect((await readdir(join(folder, 'forge', 'lfs', 'objects'), { recursive: true })).filter((name) => name.length > 60)).toHaveLength(
      8,
    );
  },
);

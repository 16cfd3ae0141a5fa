import { mkdir, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { TOKENS, runGit, startForgeBench, startReceiver, type ForgeBench, type Receiver } from './forge-bench.ts';

describe('a commit that nobody can read whole', () => {
  let bench: ForgeBench;
  let receiver: Receiver;
  beforeAll(async () => {
    receiver = await startReceiver();
    bench = await startForgeBench({ config: { allowedHookHosts: [receiver.host], hookBackoffMs: [10, 10] } });
  });
  afterAll(async () => {
    await bench[Symbol.asyncDispose]();
    await receiver[Symbol.asyncDispose]();
  });

  it('as the head or in the middle of a push stops neither that push nor a hook of anybody', async () => {
    const ada = bench.as(TOKENS.ada);
    for (const name of ['huge', 'other']) {
      await ada.createRepository({ name });
      await ada.createHook('ada', name, { url: receiver.url, events: ['push'] });
    }
    const work = await bench.workspace('ada/huge', TOKENS.ada);
    await mkdir(join(work, '..', 'messages'), { recursive: true });
    const message = join(work, '..', 'messages', 'huge');
    await writeFile(message, 'a'.repeat(5_300_000));
    await runGit(['commit', '-q', '--allow-empty', '-F', message], { cwd: work });
    await runGit(['push', 'origin', 'main'], { cwd: work });
    await runGit(['commit', '-q', '--allow-empty', '-m', 'small'], { cwd: work });
    await runGit(['push', 'origin', 'main'], { cwd: work });
    const other = await bench.workspace('ada/other', TOKENS.ada);
    await runGit(['push', 'origin', 'main'], { cwd: other });
    await receiver.until(3);
    const told = receiver.received.map(({ body }) => (JSON.parse(body) as { repository: { name: string } }).repository.name);
    expect(told.toSorted()).toEqual(['huge', 'huge', 'other']);
  });

  it('and a repository whose HEAD a crash has emptied come through a restart, with all the others', async () => {
    const repositories = await bench.as(TOKENS.ada).getRepository('ada', 'huge');
    await truncate(join(bench.folder, 'forge', 'repositories', `${repositories?.id ?? 0}.git`, 'HEAD'), 0);
    await bench.restart();
    const work = await bench.workspace('ada/huge', TOKENS.ada);
    await runGit(['fetch', 'origin', 'main'], { cwd: work });
    const before = receiver.received.length;
    const other = await bench.workspace('ada/other', TOKENS.ada);
    await runGit(['commit', '-q', '--allow-empty', '-m', 'after'], { cwd: other });
    await runGit(['push', 'origin', 'HEAD:refs/heads/after'], { cwd: other });
    await receiver.until(before + 1);
  });
});

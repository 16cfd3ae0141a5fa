import { mkdir, rm, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { addHook, type ForgeHarness, type Receiver, runGit, startForge, startReceiver, TOKENS } from './harness.ts';

describe('a commit that nobody can read whole', () => {
  let bench: ForgeHarness;
  let receiver: Receiver;
  beforeAll(async () => {
    receiver = await startReceiver();
    bench = await startForge({ config: { allowedHookHosts: [receiver.host], hookBackoffMs: [10, 10] } });
  });
  afterAll(async () => {
    await bench[Symbol.asyncDispose]();
    await receiver[Symbol.asyncDispose]();
  });

  it('as the head or in the middle of a push stops neither that push nor a hook of anybody', async () => {
    const ada = bench.as(TOKENS.ada);
    for (const name of ['huge', 'other']) {
      await ada.createRepository({ name });
      await addHook(ada, `ada/${name}`, { url: receiver.url, events: ['push'] });
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

  it('nor do a missing tree and what should be a folder, at a push and over a restart', async () => {
    const ada = bench.as(TOKENS.ada);
    for (const name of ['broken', 'whole']) {
      await ada.createRepository({ name });
      await addHook(ada, `ada/${name}`, { url: receiver.url, events: ['push'] });
    }
    const told = (name: string) =>
      receiver.received.filter(({ body }) => (JSON.parse(body) as { repository: { name: string } }).repository.name === name);
    const work = await bench.workspace('ada/broken', TOKENS.ada);
    await runGit(['push', 'origin', 'main'], { cwd: work });
    await expect.poll(() => told('broken').length, { timeout: 10_000 }).toBe(1);
    const id = (await ada.getRepository('ada', 'broken'))?.id ?? 0;
    const broken = join(bench.folder, 'forge', 'repositories', `${id}.git`);
    const tree = (await runGit(['rev-parse', 'main^{tree}'], { cwd: work })).trim();
    await rm(join(broken, 'objects', tree.slice(0, 2), tree.slice(2)));
    await runGit(['push', 'origin', 'main:refs/heads/again'], { cwd: work });
    const whole = await bench.workspace('ada/whole', TOKENS.ada);
    await runGit(['push', 'origin', 'main'], { cwd: whole });
    await expect.poll(() => told('whole').length, { timeout: 10_000 }).toBe(1);
    // Its owner's receivers hear of the push too, without the files.
    await expect.poll(() => told('broken').length, { timeout: 10_000 }).toBe(2);

    await rm(join(broken, 'objects'), { recursive: true });
    await writeFile(join(broken, 'objects'), '');
    // A kill amid maintenance: the start looks for what that left.
    await bench.store.rows('delete from maintenance where repository_id = ?', id);
    await bench.store.insert('maintenance', { repository_id: id, started_at: Date.now(), done_at: 0 });
    await bench.restart();
    const again = await bench.workspace('ada/whole', TOKENS.ada);
    await runGit(['push', 'origin', 'HEAD:refs/heads/after'], { cwd: again });
    await expect.poll(() => told('whole').length, { timeout: 10_000 }).toBe(2);
  });
});

import { expect, vi } from 'vitest';

import { repoEditHook, repoListHooks } from '@mosaic/contracts/gitea';
import { deleteRepo, getRepoPipelines, postHook } from '@mosaic/contracts/woodpecker';

import { departure, requirement } from './suite.ts';
import type { Home, WoodpeckerTarget } from './target.ts';

/** A word of the forge as it was sent: the text of its body as it is, which its signature is of. */
interface Delivery {
  given: { query: { access_token: string }; body: Record<string, unknown> };
  headers: Record<string, string>;
}

/** Lets the forge's words about a repository come here instead of to CI, and pushes. @returns What came. */
async function caught(target: WoodpeckerTarget, home: Home, message: string): Promise<Delivery> {
  await using receiver = await target.receiver();
  const [hook] = await target.forge.ada.call(repoListHooks, home.at);
  if (hook === undefined) throw new Error('The repository has no webhook.');
  const lead = (url: string) =>
    target.forge.ada.call(repoEditHook, {
      ...home.at,
      id: hook.id,
      body: { config: { url, content_type: 'json' }, events: hook.events, active: true },
    });
  await lead(receiver.url);
  const commit = await home.push(message, message, { message });
  // Words of earlier pushes may still be on their way.
  const { headers, body } = await vi.waitFor(() => {
    const found = receiver.received.find((one) => one.body.includes(commit));
    if (found === undefined) throw new Error('The word has not come.');
    return found;
  }, 20_000);
  await lead(hook.config.url);
  const names = Object.keys(headers).filter((name) => name.startsWith('x-gitea-'));
  return {
    // A text is sent as it is.
    given: {
      query: { access_token: new URL(hook.config.url).searchParams.get('access_token') ?? '' },
      body: body as unknown as Delivery['given']['body'],
    },
    headers: { 'content-type': 'application/json', ...Object.fromEntries(names.map((name) => [name, String(headers[name])])) },
  };
}

requirement('woodpecker.system.hook.200', async (target) => {
  for (const home of [await target.home(), await target.home()]) {
    const { given, headers } = await caught(target, home, 'word.txt');
    const made = await target.anyone.call(postHook, given, headers);
    expect(await home.settled(made.number)).toMatchObject({
      event: 'push',
      status: 'success',
      message: expect.stringContaining('word.txt'),
    });
  }
});

requirement('woodpecker.system.hook.delivery', async (target) => {
  const home = await target.home();
  const { given, headers } = await caught(target, home, 'word.txt');
  const [first, again] = [await target.anyone.call(postHook, given, headers), await target.anyone.call(postHook, given, headers)];
  expect(again.number).toBe(first.number);
});
departure('woodpecker.system.hook.delivery', 'Upstream makes another pipeline: a forge that asks again after a slow answer builds twice.');

requirement('woodpecker.system.hook.signature', async (target) => {
  const home = await target.home();
  const { given, headers } = await caught(target, home, 'word.txt');
  expect(await target.anyone.refusal(postHook, given, { ...headers, 'x-gitea-signature': 'a'.repeat(64) })).toBe(400);
});
departure(
  'woodpecker.system.hook.signature',
  'Upstream reads no signature: the address alone, which stands in logs, lets anyone start what they like.',
);

requirement('woodpecker.system.hook.400', async (target) => {
  const [home, other] = [await target.home(), await target.home()];
  const { given, headers } = await caught(target, home, 'word.txt');
  const { given: elsewhere } = await caught(target, other, 'word.txt');
  for (const access_token of ['', 'a.b.c', elsewhere.query.access_token])
    expect(await target.anyone.refusal(postHook, { ...given, query: { access_token } }, headers)).toBe(400);
  expect(await target.ada.call(getRepoPipelines, { repo_id: home.id })).toEqual([]);
});

requirement('woodpecker.system.hook.filtered', async (target) => {
  const home = await target.home();
  const { given, headers } = await caught(target, home, 'No word [skip ci]');
  const { status, headers: told } = await target.anyone.respond(postHook, given, headers);
  expect([status, told['pipeline-filtered']]).toEqual([204, 'true']);
});

requirement('woodpecker.system.hook.off', async (target) => {
  const home = await target.home();
  const { given, headers } = await caught(target, home, 'word.txt');
  await target.ada.call(deleteRepo, { repo_id: home.id });
  const { status } = await target.anyone.respond(postHook, given, headers);
  // Ours has forgotten the token besides.
  expect([204, 400]).toContain(status);
  expect(await target.ada.call(getRepoPipelines, { repo_id: home.id })).toEqual([]);
});

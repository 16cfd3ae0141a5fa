import { createHmac } from 'node:crypto';

import { expect } from 'vitest';
import type { z } from 'zod';

import {
  repoCreateFile,
  repoCreateHook,
  repoDeleteHook,
  repoEditHook,
  repoGetHook,
  repoListHooks,
  repoTestHook,
  type Hook,
} from '@mosaic/contracts/gitea';

import { base64 } from './base64.ts';
import { departure, gap, requirement } from './suite.ts';
import type { GiteaTarget, Home } from './target.ts';

type NewHook = z.input<typeof repoCreateHook.body>;
type HookChange = z.input<typeof repoEditHook.body>;

const URL = 'http://127.0.0.1:9/hook';
const add = ({ owner, at }: Home, body: NewHook = {}) =>
  owner.call(repoCreateHook, { ...at, body: { type: 'gitea', ...body, config: { url: URL, content_type: 'json', ...body.config } } });
const idsOf = (hooks: readonly Hook[]) => hooks.map(({ id }) => id);
const push = ({ owner, at }: Home, filepath: string) =>
  owner.call(repoCreateFile, { ...at, filepath, body: { content: base64(filepath), message: filepath } });

/** Of no hook of this repository: another's, and none at all. */
async function elsewhere(target: GiteaTarget) {
  const [{ owner, at }, other] = (await target.homes()) as [Home, Home];
  return { owner, at, ids: [(await add(other)).id, 999_999_999] };
}

requirement('gitea.hooks.create.201', async (target) => {
  for (const home of await target.homes()) {
    const plain = await add(home);
    expect(plain).toMatchObject({ type: 'gitea', active: false, events: ['push'], config: { url: URL, content_type: 'json' } });
    expect(idsOf(await home.owner.call(repoListHooks, home.at))).toEqual([plain.id]);
  }
});

requirement('gitea.hooks.create.members', async (target) => {
  const home = await target.home();
  const bodies: NewHook[] = [
    { active: true },
    { active: false },
    { events: ['delete'] },
    { events: ['create', 'delete'] },
    { branch_filter: 'main' },
    { branch_filter: '{main,release/*}' },
  ];
  for (const body of bodies) expect(await add(home, body)).toMatchObject({ ...body, config: { url: URL } });
  for (const config of [{ url: `${URL}/other` }, { content_type: 'form' as const }, { content_type: 'json' as const }])
    expect(await add(home, { config })).toMatchObject({ config });
});

requirement('gitea.hooks.create.422', async (target) => {
  const { owner, at } = await target.home();
  const refused = (body: unknown) => owner.refusal(repoCreateHook, { ...at, body: { type: 'gitea', ...(body as NewHook) } });
  expect([
    await refused({ config: { content_type: 'json' } }),
    await refused({ config: { url: URL, content_type: 'xml' } }),
    await refused({ config: { url: 'no address', content_type: 'json' } }),
  ]).toEqual([422, 422, 422]);
  expect(await owner.call(repoListHooks, at)).toEqual([]);
});

requirement('gitea.hooks.forbidden', async (target) => {
  const home = await target.home();
  const { owner, other, at } = home;
  const body: NewHook = { type: 'gitea', config: { url: URL, content_type: 'json' } };
  const { id } = await add(home);
  expect(await target.anyone.refusal(repoCreateHook, { ...at, body })).toBe(401);
  expect([
    await other.refusal(repoCreateHook, { ...at, body }),
    await other.refusal(repoEditHook, { ...at, id, body: { active: true } }),
    await other.refusal(repoDeleteHook, { ...at, id }),
    await other.refusal(repoTestHook, { ...at, id }),
    await other.refusal(repoListHooks, at),
    await other.refusal(repoGetHook, { ...at, id }),
  ]).toEqual([403, 403, 403, 403, 403, 403]);
  expect((await owner.call(repoListHooks, at)).map((hook) => [hook.id, hook.active])).toEqual([[id, false]]);
});

requirement('gitea.hooks.secret.hidden', async (target) => {
  const home = await target.home();
  const { id } = await add(home, { config: { secret: 'hush' } });
  const answers = [
    await home.owner.respond(repoGetHook, { ...home.at, id }),
    await home.owner.respond(repoListHooks, home.at),
    await home.owner.respond(repoEditHook, { ...home.at, id, body: { config: { secret: 'hush' } } }),
  ];
  expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
  expect(JSON.stringify(answers)).not.toContain('hush');
});

requirement('gitea.hooks.list.pages', async (target) => {
  const home = await target.home();
  const made = idsOf([await add(home), await add(home), await add(home)]);
  const list = async (query: z.input<typeof repoListHooks.query>) => idsOf(await home.owner.call(repoListHooks, { ...home.at, query }));
  expect(await list({})).toEqual(made);
  expect([await list({ limit: 2, page: 1 }), await list({ limit: 2, page: 2 }), await list({ limit: 1, page: 3 })]).toEqual([
    made.slice(0, 2),
    made.slice(2),
    made.slice(2),
  ]);
});

requirement('gitea.hooks.get.200', async (target) => {
  for (const home of await target.homes()) {
    const made = await add(home, { events: ['issues_only'], branch_filter: 'next' });
    expect(await home.owner.call(repoGetHook, { ...home.at, id: made.id })).toEqual(made);
    expect(await home.owner.call(repoListHooks, home.at)).toEqual([made]);
  }
});

requirement('gitea.hooks.get.404', async (target) => {
  const { owner, at, ids } = await elsewhere(target);
  for (const id of ids) expect(await owner.refusal(repoGetHook, { ...at, id })).toBe(404);
});

requirement('gitea.hooks.edit.200', async (target) => {
  for (const home of await target.homes()) {
    const { id } = await add(home);
    const kept = { events: ['push'], branch_filter: '' };
    const changes: HookChange[] = [
      { active: true },
      { active: false },
      { config: { url: `${URL}/other`, content_type: 'json' } },
      { config: { url: URL, content_type: 'form' } },
    ];
    for (const change of changes) {
      const shown = { ...kept, ...change };
      expect(await home.owner.call(repoEditHook, { ...home.at, id, body: change })).toMatchObject(shown);
      expect(await home.owner.call(repoGetHook, { ...home.at, id })).toMatchObject(shown);
    }
    for (const [event, filter] of [
      ['delete', 'main'],
      ['create', 'next'],
    ] as const) {
      const change = { events: [event], branch_filter: filter };
      expect(await home.owner.call(repoEditHook, { ...home.at, id, body: change })).toMatchObject(change);
      expect(await home.owner.call(repoGetHook, { ...home.at, id })).toMatchObject(change);
    }
  }
});

requirement('gitea.hooks.edit.keeps', async (target) => {
  const home = await target.home();
  const { id } = await add(home, { events: ['create'], branch_filter: 'main' });
  let shown = { events: ['create'], branch_filter: 'main', active: false, config: { url: URL, content_type: 'json' } };
  const changes: HookChange[] = [
    { active: true },
    { events: ['push'] },
    { branch_filter: 'release/*' },
    { config: { url: `${URL}/other` } },
    { config: { content_type: 'form' } },
    { active: false },
  ];
  for (const change of changes) {
    shown = { ...shown, ...change, config: { ...shown.config, ...change.config } };
    expect(await home.owner.call(repoEditHook, { ...home.at, id, body: change })).toMatchObject(shown);
    expect(await home.owner.call(repoGetHook, { ...home.at, id })).toMatchObject(shown);
  }
});
departure('gitea.hooks.edit.keeps', 'Upstream takes what a change leaves out for its default: whoever pauses a hook loses its events.');

requirement('gitea.hooks.edit.404', async (target) => {
  const { owner, at, ids } = await elsewhere(target);
  for (const id of ids) expect(await owner.refusal(repoEditHook, { ...at, id, body: { active: true } })).toBe(404);
});

requirement('gitea.hooks.delete.204', async (target) => {
  for (const home of await target.homes()) {
    const [gone, kept] = [await add(home), await add(home)];
    await home.owner.call(repoDeleteHook, { ...home.at, id: gone.id });
    expect(await home.owner.refusal(repoGetHook, { ...home.at, id: gone.id })).toBe(404);
    expect(idsOf(await home.owner.call(repoListHooks, home.at))).toEqual([kept.id]);
  }
});

requirement('gitea.hooks.delete.404', async (target) => {
  const { owner, at, ids } = await elsewhere(target);
  for (const id of ids) expect(await owner.refusal(repoDeleteHook, { ...at, id })).toBe(404);
});

requirement('gitea.hooks.test.204', async (target) => {
  for (const home of await target.homes()) {
    await using receiver = await target.receiver();
    const { id } = await add(home, { active: true, config: { url: receiver.url } });
    const pushed = await push(home, 'a.txt');
    await receiver.until(1);
    await home.owner.call(repoTestHook, { ...home.at, id });
    await receiver.until(2);
    const { headers, body } = receiver.received[1] ?? { headers: {}, body: '' };
    expect(headers['x-gitea-event']).toBe('push');
    expect(JSON.parse(body)).toMatchObject({ after: pushed.commit.sha, ref: 'refs/heads/main' });
  }
});

requirement('gitea.hooks.test.404', async (target) => {
  const { owner, at, ids } = await elsewhere(target);
  for (const id of ids) expect(await owner.refusal(repoTestHook, { ...at, id })).toBe(404);
});

requirement('gitea.hooks.sent.signed', async (target) => {
  const home = await target.home();
  await using receiver = await target.receiver();
  const config = { url: receiver.url, content_type: 'json' } as const;
  const { id } = await add(home, { active: true, config: { ...config, secret: 'one', http_method: 'post' } });
  await push(home, '1');
  await receiver.until(1);
  await add(home, { active: true, config: { ...config, secret: 'two', http_method: 'POST' } });
  await home.owner.call(repoDeleteHook, { ...home.at, id });
  await push(home, '2');
  await receiver.until(2);
  expect(
    receiver.received.map(({ headers, body }) =>
      ['one', 'two'].find((secret) => headers['x-gitea-signature'] === createHmac('sha256', secret).update(body).digest('hex')),
    ),
  ).toEqual(['one', 'two']);
});

requirement('gitea.hooks.sent.authorization', async (target) => {
  const home = await target.home();
  await using receiver = await target.receiver();
  const sent = async (id: number) => {
    receiver.received.length = 0;
    await push(home, `for-${id}-${Math.random()}`);
    await receiver.until(1);
    await home.owner.call(repoDeleteHook, { ...home.at, id });
    return receiver.received[0]?.headers.authorization;
  };
  const config = { url: receiver.url };
  const made = async (authorization_header: string) => (await add(home, { active: true, config, authorization_header })).id;
  const changed = async (id: number, authorization_header: string) => {
    await home.owner.call(repoEditHook, { ...home.at, id, body: { authorization_header } });
    return id;
  };
  expect([
    await sent(await made('Bearer one')),
    await sent(await made('Bearer two')),
    await sent(await changed(await made('Bearer one'), 'Bearer three')),
    await sent(await changed(await made('Bearer one'), 'Bearer four')),
  ]).toEqual(['Bearer one', 'Bearer two', 'Bearer three', 'Bearer four']);
});

requirement('gitea.hooks.edit.secret', async (target) => {
  const home = await target.home();
  await using receiver = await target.receiver();
  const { id } = await add(home, { active: true, config: { url: receiver.url, secret: 'one' } });
  for (const [secret, config] of [
    ['one', {}],
    ['two', { secret: 'two', http_method: 'post' }],
    ['three', { secret: 'three', http_method: 'POST' }],
  ] as const) {
    receiver.received.length = 0;
    await home.owner.call(repoEditHook, { ...home.at, id, body: { config } });
    await push(home, secret);
    await receiver.until(1);
    const { headers, body } = receiver.received[0] ?? { headers: {}, body: '' };
    expect(headers['x-gitea-signature']).toBe(createHmac('sha256', secret).update(body).digest('hex'));
  }
});
departure('gitea.hooks.edit.secret', 'Upstream ignores the secret of a change; a secret that leaked cannot be replaced.');

requirement('gitea.hooks.create.earlier', async (target) => {
  const home = await target.home();
  await using receiver = await target.receiver();
  const hook = (deliver_earlier: boolean) => add(home, { deliver_earlier, config: { url: receiver.url } });
  expect([(await hook(false)).active, (await hook(true)).active]).toEqual([false, true]);
  await receiver.until(1);
  expect(JSON.parse(receiver.received[0]?.body ?? '')).toMatchObject({ ref: 'refs/heads/main' });
});
departure('gitea.hooks.create.earlier', '`deliver_earlier` is ours: CI misses no push between its repository and its hook.');

requirement('gitea.hooks.create.type', async (target) => {
  const home = await target.home();
  for (const type of ['gitea', 'gogs'] as const) expect(idsOf([await add(home, { type })])).toEqual([expect.any(Number)]);
});

requirement('gitea.hooks.create.issues-only', async (target) => {
  expect((await add(await target.home(), { events: ['issues_only'] })).events).toEqual(['issues']);
});
gap('gitea.hooks.create.issues-only', 'It is shown as it was sent.');

import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import type { AccountsClient } from '@mosaic/contracts/mosaic';

import { openStage, type Stage } from './stage.ts';

const PASSWORD = 'a long enough one';

describe('tokens', () => {
  let stage: Stage;
  let root: AccountsClient;
  let ada: AccountsClient;
  let forge: AccountsClient;

  beforeAll(async () => {
    stage = await openStage();
    root = stage.as(await sessionOf('root'));
    await root.createPrincipal({ login: 'Ada', password: PASSWORD });
    await root.createPrincipal({ login: 'vic', role: 'viewer', password: PASSWORD });
    ada = stage.as(await sessionOf('ada', PASSWORD));
    forge = stage.as(await stage.accounts.issueServiceToken('mosaic-forge'));
  });
  afterAll(() => stage[Symbol.asyncDispose]());

  const sessionOf = async (login: string, password?: string) => (await stage.signIn(login, password)).split('=')[1] as string;

  test('show their secret once, and say who they are for', async () => {
    const made = await ada.createToken({ name: 'laptop', doors: ['forge'], grants: ['forge:repository:write'], repositories: [3, 4] });
    expect(made.token).toMatch(/^[0-9a-f]{40}$/);
    expect(await forge.introspect({ token: made.token })).toMatchObject({
      active: true,
      username: 'Ada',
      token_id: made.id,
      doors: ['forge'],
      grants: ['forge:repository:write'],
      repositories: [3, 4],
    });
    const listed = await ada.listTokens();
    expect(listed.map(({ name }) => name)).toContain('laptop');
    expect(JSON.stringify(listed)).not.toContain(made.token);
    expect((await ada.listTokens()).find(({ id }) => id === made.id)?.lastUsedAt).not.toBeNull();
  });

  test('carry no more than the role allows: what is named in full is refused, what holds a wildcard is narrowed', async () => {
    await expect(ada.createToken({ name: 'x', doors: ['forge'], grants: ['accounts:audit:read'] })).rejects.toMatchObject({ status: 403 });
    await expect(ada.createToken({ name: 'x', doors: ['mcp'], grants: ['mcp:task:admin'] })).rejects.toMatchObject({ status: 403 });
    const narrowed = await ada.createToken({ name: 'x', doors: ['forge', 'mcp'], grants: ['mcp:*:admin'] });
    expect(narrowed.grants).toContain('mcp:task:write');
    expect(narrowed.grants.every((grant) => grant.startsWith('mcp:') && !grant.endsWith(':admin'))).toBe(true);
  });

  test('make none that are worth more than themselves', async () => {
    const small = await ada.createToken({
      name: 'small',
      doors: ['accounts', 'forge'],
      grants: ['accounts:token:write', 'forge:repository:read'],
      repositories: [5],
      expiresInSeconds: 600,
    });
    const client = stage.as(small.token);
    const wish = { name: 'y', doors: ['forge' as const], grants: ['forge:repository:read'], repositories: [5], expiresInSeconds: 60 };
    await expect(client.createToken(wish)).resolves.toMatchObject({ grants: ['forge:repository:read'] });
    await expect(client.createToken({ ...wish, grants: ['forge:repository:write'] })).rejects.toMatchObject({ status: 403 });
    await expect(client.createToken({ ...wish, doors: ['ci'] })).rejects.toMatchObject({ status: 403 });
    await expect(client.createToken({ ...wish, repositories: [6] })).rejects.toMatchObject({ status: 403 });
    await expect(client.createToken({ ...wish, repositories: undefined })).rejects.toMatchObject({ status: 403 });
    await expect(client.createToken({ ...wish, expiresInSeconds: 6000 })).rejects.toMatchObject({ status: 403 });
    await expect(client.createToken({ ...wish, expiresInSeconds: undefined })).rejects.toMatchObject({ status: 403 });
    await expect(client.updatePrincipal('ada', { name: 'Someone' })).rejects.toMatchObject({ status: 403 });
  });

  test('for others are for administrators, and bounded by the other’s role', async () => {
    await expect(ada.createToken({ name: 'z', login: 'root', doors: ['forge'], grants: ['*:*:*'] })).rejects.toMatchObject({ status: 403 });
    const made = await root.createToken({ name: 'z', login: 'vic', doors: ['forge'], grants: ['forge:*:admin'] });
    expect(made.grants.toSorted()).toEqual([
      'forge:hook:read',
      'forge:issue:read',
      'forge:repository:read',
      'forge:status:read',
      'forge:user:read',
    ]);
    await expect(ada.listTokens('vic')).rejects.toMatchObject({ status: 403 });
    await expect(ada.revokeToken(made.id)).rejects.toMatchObject({ status: 404 });
    expect((await root.listTokens('vic')).map(({ id }) => id)).toEqual([made.id]);
  });

  test('take along what was made with them when they are revoked, at any remove and for whomever', async () => {
    const make = { name: 'p', doors: ['accounts' as const, 'forge' as const], grants: ['*:*:*'] };
    const parent = await root.createToken(make);
    const child = await stage.as(parent.token).createToken(make);
    const grandchild = await stage.as(child.token).createToken({ ...make, login: 'vic', grants: ['forge:*:read'] });
    const beside = await root.createToken(make);
    await root.revokeToken(parent.id);
    for (const { token } of [parent, child, grandchild]) expect(await forge.introspect({ token })).toEqual({ active: false });
    expect(await forge.introspect({ token: beside.token })).toMatchObject({ active: true });
  });

  test('know of and end only what is worth no more than themselves', async () => {
    const wide = await ada.createToken({ name: 'wide', doors: ['forge', 'accounts'], grants: ['forge:repository:admin'] });
    const narrow = {
      name: 'narrow',
      doors: ['accounts' as const, 'forge' as const],
      grants: ['accounts:token:write', 'forge:repository:read'],
    };
    const first = await ada.createToken({ ...narrow, repositories: [5, 6] });
    const second = await ada.createToken({ ...narrow, doors: ['forge'], grants: ['forge:repository:read'], repositories: [5] });
    const client = stage.as(first.token);
    const known = (await client.listTokens()).map(({ id }) => id);
    expect(known).toEqual(expect.arrayContaining([first.id, second.id]));
    expect(known).not.toContain(wide.id);
    await expect(client.revokeToken(wide.id)).rejects.toMatchObject({ status: 404 });
    expect(await forge.introspect({ token: wide.token })).toMatchObject({ active: true });
    await client.revokeToken(second.id);
    expect(await forge.introspect({ token: second.token })).toEqual({ active: false });
    await client.revokeToken(first.id);
    expect(await forge.introspect({ token: first.token })).toEqual({ active: false });
  });

  test('of an administrator that carry less than everything let nobody in as somebody who may do more', async () => {
    const grants = ['accounts:principal:admin', 'accounts:control:admin'];
    const { token } = await root.createToken({ name: 'people', doors: ['accounts'], grants });
    const client = stage.as(token);
    const refused = { status: 403 };
    await expect(client.createLink({ login: 'root' })).rejects.toMatchObject(refused);
    await expect(client.createPrincipal({ login: 'eve', role: 'administrator', password: 'long enough for eve' })).rejects.toMatchObject(
      refused,
    );
    await expect(client.updatePrincipal('vic', { role: 'administrator' })).rejects.toMatchObject(refused);
    await expect(client.updatePrincipal('root', { disabled: true })).rejects.toMatchObject(refused);
    await expect(client.updatePrincipal('ada', { password: 'a new long password' })).rejects.toMatchObject(refused);
    await expect(root.createLink({ login: 'ada' })).resolves.toMatchObject({ url: expect.any(String) });
  });

  test('say whether their principal is one of the platform’s own; none that is made ever is', async () => {
    await root.createPrincipal({ login: 'bot', kind: 'service', role: 'developer' });
    await root.createPrincipal({ login: 'helper', kind: 'agent', role: 'triage' });
    for (const login of ['bot', 'helper', 'Ada', 'root']) {
      const { token } = await root.createToken({ name: 'mark', login, doors: ['forge'], grants: ['*:*:*'] });
      expect(await forge.introspect({ token })).toMatchObject({ username: login, built_in: false });
      expect(await root.getPrincipal(login)).toMatchObject({ builtIn: false });
    }
    for (const token of [await stage.accounts.issueAgentToken('triage'), await stage.accounts.issueServiceToken('mosaic-core')])
      expect(await forge.introspect({ token })).toMatchObject({ built_in: true });
  });

  test('end when revoked, when their time is over, and shrink with the role', async () => {
    const made = await ada.createToken({ name: 'a', doors: ['forge'], grants: ['forge:repository:admin'] });
    await ada.revokeToken(made.id);
    await ada.revokeToken(made.id);
    expect(await forge.introspect({ token: made.token })).toEqual({ active: false });

    const short = await ada.createToken({ name: 'b', doors: ['forge'], grants: ['forge:repository:admin'], expiresInSeconds: 60 });
    const long = await ada.createToken({ name: 'c', doors: ['forge'], grants: ['forge:repository:admin'] });
    stage.advance(59_000);
    expect(await forge.introspect({ token: short.token })).toMatchObject({ active: true });
    stage.advance(2_000);
    expect(await forge.introspect({ token: short.token })).toEqual({ active: false });

    await root.updatePrincipal('ada', { role: 'viewer' });
    expect(await forge.introspect({ token: long.token })).toMatchObject({ role: 'viewer', grants: ['forge:repository:read'] });
    await root.updatePrincipal('ada', { role: 'developer' });
  });

  test('are no use at a door that they do not list', async () => {
    const made = await ada.createToken({ name: 'd', doors: ['forge'], grants: ['accounts:principal:read'] });
    await expect(stage.as(made.token).listPrincipals()).rejects.toMatchObject({ status: 401 });
  });

  test('of services are fresh at each start, and the old secret ends', async () => {
    const first = await stage.accounts.issueServiceToken('mosaic-ci');
    const second = await stage.accounts.issueServiceToken('mosaic-ci');
    expect(await forge.introspect({ token: first })).toEqual({ active: false });
    expect(await forge.introspect({ token: second })).toMatchObject({ username: 'mosaic-ci', kind: 'service' });
    await expect(stage.accounts.issueServiceToken('root')).rejects.toMatchObject({ code: 'not_found' });
    const clone = await stage
      .as(second)
      .createToken({ name: 'clone', doors: ['forge'], grants: ['forge:repository:read'], repositories: [1], expiresInSeconds: 60 });
    expect(await forge.introspect({ token: clone.token })).toMatchObject({ repositories: [1], grants: ['forge:repository:read'] });
  });

  test('of agents carry the role of the agent', async () => {
    const token = await stage.accounts.issueAgentToken('triage');
    expect(await forge.introspect({ token })).toMatchObject({
      username: 'triage',
      kind: 'agent',
      role: 'triage',
      doors: ['forge', 'ci', 'mcp'],
    });
  });

  test('introspection is for services only', async () => {
    const { token } = await ada.createToken({ name: 'e', doors: ['accounts'], grants: ['accounts:principal:read'] });
    await expect(stage.as(token).introspect({ token })).rejects.toMatchObject({ status: 403 });
    const anonymous = await stage.fetch('/-/introspect', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ token }),
    });
    expect(anonymous.status).toBe(401);
  });

  test('sessions and passwords count as the whole role at every door', async () => {
    const session = await sessionOf('ada', PASSWORD);
    expect(await forge.introspect({ token: session })).toMatchObject({ username: 'Ada', role: 'developer' });
    expect(await forge.introspect({ username: 'ADA', password: PASSWORD })).toMatchObject({ username: 'Ada', token_id: 'password' });
  });
});

describe('principals', () => {
  test('have names that are unique in any case, and e-mail addresses that only some may see', async () => {
    await using stage = await openStage();
    const root = stage.as((await stage.signIn()).split('=')[1] as string);
    await root.createPrincipal({ login: 'Ada', email: 'ada@example.test', password: PASSWORD });
    await root.createPrincipal({ login: 'bob', password: PASSWORD });
    await expect(root.createPrincipal({ login: 'aDA' })).rejects.toMatchObject({ status: 409 });
    await expect(root.createPrincipal({ login: 'mosaic-evil' })).rejects.toMatchObject({ status: 422 });
    await expect(root.createPrincipal({ login: 'api' })).rejects.toMatchObject({ status: 422 });
    await expect(root.createPrincipal({ login: 'robot', kind: 'agent', role: 'administrator' })).rejects.toMatchObject({ status: 422 });
    const bob = stage.as((await stage.signIn('bob', PASSWORD)).split('=')[1] as string);
    expect(await bob.getPrincipal('ada')).toMatchObject({ login: 'Ada', email: '' });
    expect(await root.getPrincipal('ada')).toMatchObject({ email: 'ada@example.test' });
    expect(await bob.getPrincipal('nobody')).toBeNull();
    await expect(bob.updatePrincipal('ada', { name: 'x' })).rejects.toMatchObject({ status: 403 });
    await expect(bob.updatePrincipal('bob', { role: 'administrator' })).rejects.toMatchObject({ status: 403 });
    expect(await bob.updatePrincipal('bob', { name: 'Bob' })).toMatchObject({ name: 'Bob' });
    await expect(root.updatePrincipal('mosaic-ci', { disabled: true })).rejects.toMatchObject({ status: 403 });
  });
});

describe('control', () => {
  test('makes links and stops the stack for administrators only', async () => {
    await using stage = await openStage();
    const cli = stage.as((await stage.signIn()).split('=')[1] as string);
    const link = await cli.createLink({ login: 'root', next: '/-/system/health' });
    expect((await stage.enter(link.url)).headers.get('location')).toMatch(/\/-\/system\/health$/);
    await expect(cli.createLink({ login: 'root', next: '//evil.test' })).rejects.toMatchObject({ status: 422 });
    expect(await cli.getSystem()).toMatchObject({ services: [{ name: 'accounts', state: 'ok' }] });
    const agent = stage.as(await stage.accounts.issueServiceToken('mosaic-forge'));
    await expect(agent.stop()).rejects.toMatchObject({ status: 403 });
    expect(stage.stopped()).toBe(0);
    await cli.stop();
    await expect.poll(() => stage.stopped()).toBe(1);
  });
});

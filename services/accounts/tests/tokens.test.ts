import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import {
  createLink,
  createPrincipal,
  createToken,
  getPrincipal,
  getSystem,
  introspect,
  listPrincipals,
  listTokens,
  type NativeCalls,
  revokeToken,
  stopStack,
  updatePrincipal,
} from '@mosaic/contracts/mosaic';

import { startAccounts, type AccountsHarness } from './harness.ts';

const PASSWORD = 'a long enough one';

describe('tokens', () => {
  let stage: AccountsHarness;
  let root: NativeCalls;
  let ada: NativeCalls;
  let forge: NativeCalls;

  beforeAll(async () => {
    stage = await startAccounts();
    root = stage.as(await sessionOf('root'));
    await root.call(createPrincipal, { body: { login: 'Ada', password: PASSWORD } });
    await root.call(createPrincipal, { body: { login: 'vic', role: 'viewer', password: PASSWORD } });
    ada = stage.as(await sessionOf('ada', PASSWORD));
    forge = stage.as(await stage.accounts.issueServiceToken('mosaic-forge'));
  });
  afterAll(() => stage[Symbol.asyncDispose]());

  const sessionOf = async (login: string, password?: string) => (await stage.signIn(login, password)).split('=')[1] as string;

  test('show their secret once, and say who they are for', async () => {
    const made = await ada.call(createToken, {
      body: { name: 'laptop', doors: ['forge'], grants: ['forge:repository:write'], repositories: [3, 4] },
    });
    expect(made.token).toMatch(/^[0-9a-f]{40}$/);
    expect(await forge.call(introspect, { body: { token: made.token } })).toMatchObject({
      active: true,
      username: 'Ada',
      token_id: made.id,
      doors: ['forge'],
      grants: ['forge:repository:write'],
      repositories: [3, 4],
    });
    const listed = await ada.call(listTokens, {});
    expect(listed.map(({ name }) => name)).toContain('laptop');
    expect(JSON.stringify(listed)).not.toContain(made.token);
    expect((await ada.call(listTokens, {})).find(({ id }) => id === made.id)?.lastUsedAt).not.toBeNull();
  });

  test('of others: an administrator with a narrow token is told of the token, everybody else that it is not theirs', async () => {
    const { token } = await root.call(createToken, { body: { name: 'narrow', doors: ['accounts'], grants: ['*:*:write'] } });
    const narrow = stage.as(token);
    const refusals: [NativeCalls, string, RegExp][] = [
      [narrow, 'ada', /Your token lacks the grant accounts:token:admin/],
      [ada, 'root', /Only an administrator/],
      [ada, 'nobody', /Only an administrator/],
      [root, 'nobody', /There is no principal/],
    ];
    for (const [calls, login, words] of refusals) await expect(calls.call(listTokens, { query: { login } })).rejects.toThrow(words);
    const draft = { login: 'ada', name: 'x', doors: ['forge' as const], grants: ['forge:issue:read' as const] };
    await expect(narrow.call(createToken, { body: draft })).rejects.toThrow(/lacks the grant accounts:token:admin/);
    await expect(narrow.call(updatePrincipal, { login: 'ada', body: { name: 'x' } })).rejects.toThrow(
      /lacks the grant accounts:principal:admin/,
    );
  });

  test('make none that are worth more than themselves', async () => {
    const small = await ada.call(createToken, {
      body: {
        name: 'small',
        doors: ['accounts', 'forge'],
        grants: ['accounts:token:write', 'forge:repository:read'],
        repositories: [5],
        expiresInSeconds: 600,
      },
    });
    const client = stage.as(small.token);
    const wish = { name: 'y', doors: ['forge' as const], grants: ['forge:repository:read'], repositories: [5], expiresInSeconds: 60 };
    await expect(client.call(createToken, { body: wish })).resolves.toMatchObject({ grants: ['forge:repository:read'] });
    await expect(client.call(createToken, { body: { ...wish, grants: ['forge:repository:write'] } })).rejects.toMatchObject({
      status: 403,
    });
    await expect(client.call(createToken, { body: { ...wish, doors: ['ci'] } })).rejects.toMatchObject({ status: 403 });
    await expect(client.call(createToken, { body: { ...wish, repositories: [6] } })).rejects.toMatchObject({ status: 403 });
    await expect(client.call(createToken, { body: { ...wish, repositories: undefined } })).rejects.toMatchObject({ status: 403 });
    await expect(client.call(createToken, { body: { ...wish, expiresInSeconds: 6000 } })).rejects.toMatchObject({ status: 403 });
    await expect(client.call(createToken, { body: { ...wish, expiresInSeconds: undefined } })).rejects.toMatchObject({ status: 403 });
    await expect(client.call(updatePrincipal, { login: 'ada', body: { name: 'Someone' } })).rejects.toMatchObject({ status: 403 });
  });

  test('for others are for administrators, and bounded by the other’s role', async () => {
    await expect(ada.call(createToken, { body: { name: 'z', login: 'root', doors: ['forge'], grants: ['*:*:*'] } })).rejects.toMatchObject({
      status: 403,
    });
    const made = await root.call(createToken, { body: { name: 'z', login: 'vic', doors: ['forge'], grants: ['forge:*:admin'] } });
    expect(made.grants.toSorted()).toEqual([
      'forge:hook:read',
      'forge:issue:read',
      'forge:organization:read',
      'forge:repository:read',
      'forge:status:read',
      'forge:user:read',
    ]);
    await expect(ada.call(listTokens, { query: { login: 'vic' } })).rejects.toMatchObject({ status: 403 });
    await expect(ada.call(revokeToken, { id: made.id })).rejects.toMatchObject({ status: 404 });
    expect((await root.call(listTokens, { query: { login: 'vic' } })).map(({ id }) => id)).toEqual([made.id]);
  });

  test('take along what was made with them when they are revoked, at any remove and for whomever', async () => {
    const make = { name: 'p', doors: ['accounts' as const, 'forge' as const], grants: ['*:*:*'] };
    const parent = await root.call(createToken, { body: make });
    const child = await stage.as(parent.token).call(createToken, { body: make });
    const grandchild = await stage.as(child.token).call(createToken, { body: { ...make, login: 'vic', grants: ['forge:*:read'] } });
    const beside = await root.call(createToken, { body: make });
    await root.call(revokeToken, { id: parent.id });
    for (const { token } of [parent, child, grandchild])
      expect(await forge.call(introspect, { body: { token } })).toEqual({ active: false });
    expect(await forge.call(introspect, { body: { token: beside.token } })).toMatchObject({ active: true });
  });

  test('know of and end only what is worth no more than themselves', async () => {
    const wide = await ada.call(createToken, { body: { name: 'wide', doors: ['forge', 'accounts'], grants: ['forge:repository:admin'] } });
    const narrow = {
      name: 'narrow',
      doors: ['accounts' as const, 'forge' as const],
      grants: ['accounts:token:write', 'forge:repository:read'],
    };
    const first = await ada.call(createToken, { body: { ...narrow, repositories: [5, 6] } });
    const second = await ada.call(createToken, {
      body: { ...narrow, doors: ['forge'], grants: ['forge:repository:read'], repositories: [5] },
    });
    const client = stage.as(first.token);
    const known = (await client.call(listTokens, {})).map(({ id }) => id);
    expect(known).toEqual(expect.arrayContaining([first.id, second.id]));
    expect(known).not.toContain(wide.id);
    await expect(client.call(revokeToken, { id: wide.id })).rejects.toMatchObject({ status: 404 });
    expect(await forge.call(introspect, { body: { token: wide.token } })).toMatchObject({ active: true });
    await client.call(revokeToken, { id: second.id });
    expect(await forge.call(introspect, { body: { token: second.token } })).toEqual({ active: false });
    await client.call(revokeToken, { id: first.id });
    expect(await forge.call(introspect, { body: { token: first.token } })).toEqual({ active: false });
  });

  test('of an administrator that carry less than everything let nobody in as somebody who may do more', async () => {
    const grants = ['accounts:principal:admin', 'accounts:control:admin'];
    const { token } = await root.call(createToken, { body: { name: 'people', doors: ['accounts'], grants } });
    const client = stage.as(token);
    const refused = { status: 403 };
    await expect(client.call(createLink, { body: { login: 'root' } })).rejects.toMatchObject(refused);
    await expect(
      client.call(createPrincipal, { body: { login: 'eve', role: 'administrator', password: 'long enough for eve' } }),
    ).rejects.toMatchObject(refused);
    await expect(client.call(updatePrincipal, { login: 'vic', body: { role: 'administrator' } })).rejects.toMatchObject(refused);
    await expect(client.call(updatePrincipal, { login: 'root', body: { disabled: true } })).rejects.toMatchObject(refused);
    await expect(client.call(updatePrincipal, { login: 'ada', body: { password: 'a new long password' } })).rejects.toMatchObject(refused);
    await expect(root.call(createLink, { body: { login: 'ada' } })).resolves.toMatchObject({ url: expect.any(String) });
  });

  test('say whether their principal is one of the platform’s own; none that is made ever is', async () => {
    await root.call(createPrincipal, { body: { login: 'bot', kind: 'service', role: 'developer' } });
    await root.call(createPrincipal, { body: { login: 'helper', kind: 'agent', role: 'triage' } });
    for (const login of ['bot', 'helper', 'Ada', 'root']) {
      const { token } = await root.call(createToken, { body: { name: 'mark', login, doors: ['forge'], grants: ['*:*:*'] } });
      expect(await forge.call(introspect, { body: { token } })).toMatchObject({ username: login, built_in: false });
      expect(await root.callOrNull(getPrincipal, { login })).toMatchObject({ builtIn: false });
    }
    for (const token of [await stage.accounts.issueTakerToken('triage'), await stage.accounts.issueServiceToken('mosaic-core')])
      expect(await forge.call(introspect, { body: { token } })).toMatchObject({ built_in: true });
  });

  test('end when revoked, when their time is over, and shrink with the role', async () => {
    const made = await ada.call(createToken, { body: { name: 'a', doors: ['forge'], grants: ['forge:repository:admin'] } });
    await ada.call(revokeToken, { id: made.id });
    await ada.call(revokeToken, { id: made.id });
    expect(await forge.call(introspect, { body: { token: made.token } })).toEqual({ active: false });

    const short = await ada.call(createToken, {
      body: { name: 'b', doors: ['forge'], grants: ['forge:repository:admin'], expiresInSeconds: 60 },
    });
    const long = await ada.call(createToken, { body: { name: 'c', doors: ['forge'], grants: ['forge:repository:admin'] } });
    stage.advance(59_000);
    expect(await forge.call(introspect, { body: { token: short.token } })).toMatchObject({ active: true });
    stage.advance(2_000);
    expect(await forge.call(introspect, { body: { token: short.token } })).toEqual({ active: false });

    await root.call(updatePrincipal, { login: 'ada', body: { role: 'viewer' } });
    expect(await forge.call(introspect, { body: { token: long.token } })).toMatchObject({
      role: 'viewer',
      grants: ['forge:repository:read'],
    });
    await root.call(updatePrincipal, { login: 'ada', body: { role: 'developer' } });
  });

  test('are no use at a door that they do not list', async () => {
    const made = await ada.call(createToken, { body: { name: 'd', doors: ['forge'], grants: ['accounts:principal:read'] } });
    await expect(stage.as(made.token).call(listPrincipals, {})).rejects.toMatchObject({ status: 401 });
  });

  test('of services are fresh at each start, and the old secret ends', async () => {
    const first = await stage.accounts.issueServiceToken('mosaic-ci');
    const second = await stage.accounts.issueServiceToken('mosaic-ci');
    expect(await forge.call(introspect, { body: { token: first } })).toEqual({ active: false });
    expect(await forge.call(introspect, { body: { token: second } })).toMatchObject({ username: 'mosaic-ci', kind: 'service' });
    await expect(stage.accounts.issueServiceToken('root')).rejects.toMatchObject({ code: 'not_found' });
    const clone = await stage.as(second).call(createToken, {
      body: { name: 'clone', doors: ['forge'], grants: ['forge:repository:read'], repositories: [1], expiresInSeconds: 60 },
    });
    expect(await forge.call(introspect, { body: { token: clone.token } })).toMatchObject({
      repositories: [1],
      grants: ['forge:repository:read'],
    });
  });

  test('of agents, when the platform makes them, take tasks and do nothing else', async () => {
    const first = await stage.accounts.issueTakerToken('triage');
    const token = await stage.accounts.issueTakerToken('triage');
    expect(await forge.call(introspect, { body: { token: first } })).toEqual({ active: false });
    expect(await forge.call(introspect, { body: { token } })).toMatchObject({
      username: 'triage',
      kind: 'agent',
      role: 'triage',
      doors: ['mcp'],
      grants: ['mcp:claim:write'],
    });
    await expect(stage.accounts.issueTakerToken('root')).rejects.toMatchObject({ code: 'not_found' });
  });

  test('sessions count as the whole role at every door', async () => {
    const session = await sessionOf('ada', PASSWORD);
    expect(await forge.call(introspect, { body: { token: session } })).toMatchObject({ username: 'Ada', role: 'developer' });
  });
});

describe('principals', () => {
  test('have names that are unique in any case, and e-mail addresses that only some may see', async () => {
    await using stage = await startAccounts();
    const root = stage.as((await stage.signIn()).split('=')[1] as string);
    await root.call(createPrincipal, { body: { login: 'Ada', email: 'ada@example.test', password: PASSWORD } });
    await root.call(createPrincipal, { body: { login: 'bob', password: PASSWORD } });
    await expect(root.call(createPrincipal, { body: { login: 'aDA' } })).rejects.toMatchObject({ status: 409 });
    await expect(root.call(createPrincipal, { body: { login: 'mosaic-evil' } })).rejects.toMatchObject({ status: 422 });
    await expect(root.call(createPrincipal, { body: { login: 'api' } })).rejects.toMatchObject({ status: 422 });
    await expect(root.call(createPrincipal, { body: { login: 'robot', kind: 'agent', role: 'administrator' } })).rejects.toMatchObject({
      status: 422,
    });
    const bob = stage.as((await stage.signIn('bob', PASSWORD)).split('=')[1] as string);
    expect(await bob.callOrNull(getPrincipal, { login: 'ada' })).toMatchObject({ login: 'Ada', email: '' });
    expect(await root.callOrNull(getPrincipal, { login: 'ada' })).toMatchObject({ email: 'ada@example.test' });
    expect(await bob.callOrNull(getPrincipal, { login: 'nobody' })).toBeNull();
    await expect(bob.call(updatePrincipal, { login: 'ada', body: { name: 'x' } })).rejects.toMatchObject({ status: 403 });
    await expect(bob.call(updatePrincipal, { login: 'bob', body: { role: 'administrator' } })).rejects.toMatchObject({ status: 403 });
    expect(await bob.call(updatePrincipal, { login: 'bob', body: { name: 'Bob' } })).toMatchObject({ name: 'Bob' });
    await expect(root.call(updatePrincipal, { login: 'mosaic-ci', body: { disabled: true } })).rejects.toMatchObject({ status: 403 });
  });
});

describe('control', () => {
  test('makes links and stops the stack for administrators only', async () => {
    await using stage = await startAccounts();
    const cli = stage.as((await stage.signIn()).split('=')[1] as string);
    const link = await cli.call(createLink, { body: { login: 'root', next: '/-/system/health' } });
    expect((await stage.enter(link.url)).headers.get('location')).toMatch(/\/-\/system\/health$/);
    await expect(cli.call(createLink, { body: { login: 'root', next: '//evil.test' } })).rejects.toMatchObject({ status: 422 });
    expect(await cli.call(getSystem, {})).toMatchObject({ services: [{ name: 'accounts', state: 'ok' }] });
    const agent = stage.as(await stage.accounts.issueServiceToken('mosaic-forge'));
    await expect(agent.call(stopStack, {})).rejects.toMatchObject({ status: 403 });
    expect(stage.stopped()).toBe(0);
    await cli.call(stopStack, {});
    await expect.poll(() => stage.stopped()).toBe(1);
  });
});

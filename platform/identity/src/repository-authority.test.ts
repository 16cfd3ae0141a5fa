import { expect, test } from 'vitest';

import type { Send, WireRequest } from '@mosaic/contracts/wire';

import { createRepositoryAuthority } from './repository-authority.ts';

const OWNER = { id: 1, login: 'ada' };
const ALL = { pull: true, push: true, admin: true };

/** The forge of one private and one public repository; what was asked is kept. */
function forge({ knowsMany = true } = {}): { send: Send; asked: string[] } {
  const asked: string[] = [];
  const repositories = [
    { id: 7, name: 'secret', private: true },
    { id: 8, name: 'open', private: false },
  ];
  const find = (path: string) =>
    repositories.find(({ id, name }) => path.endsWith(`/repositories/${id}`) || path.toLowerCase().endsWith(`/ada/${name}`));
  const answer = (status: number, body: unknown) => ({
    status,
    headers: {},
    json: async () => body,
    text: async () => JSON.stringify(body),
    bytes: async () => new Uint8Array(),
    discard: async () => {},
  });
  const send: Send = async ({ path, headers = {}, body }: WireRequest) => {
    if (path === '/-/repositories/view') {
      asked.push(`${JSON.stringify(body)}`);
      if (!knowsMany) return answer(404, {});
      const { login, repositories: wanted } = body as { login: string; repositories: (number | string)[] };
      const seen = repositories.filter(({ id, name, private: hidden }) => {
        const isWanted = wanted.some((one) => one === id || String(one).toLowerCase() === `ada/${name}`);
        return isWanted && !(login === 'eve' && hidden);
      });
      const permission = login === 'eve' ? 'read' : 'admin';
      return answer(200, {
        repositories: seen.map(({ id, name, private: hidden }) => {
          return { id, fullName: `ada/${name}`, owner: 'ada', private: hidden, defaultBranch: 'main', permission };
        }),
      });
    }
    const login = Object.entries(headers).find(([name]) => name.toLowerCase() === 'sudo')?.[1];
    asked.push(`${login ?? '-'} ${path}`);
    const found = find(path);
    if (login === 'broken') return answer(500, {});
    if (found === undefined || (login === 'eve' && found.private)) return answer(404, {});
    const permissions = login === 'eve' ? { pull: true, push: false, admin: false } : ALL;
    const full = {
      ...found,
      owner: OWNER,
      full_name: `ada/${found.name}`,
      default_branch: 'main',
      html_url: '',
      clone_url: '',
      permissions,
    };
    return answer(200, full);
  };
  return { send, asked };
}

test.each([
  ['its owner', { login: 'ada' }, 'ada/secret', { id: 7, push: true, admin: true }],
  ['its owner, by id', { login: 'ada' }, 7, { fullName: 'ada/secret', admin: true }],
  ['a stranger, of a private one', { login: 'eve' }, 'ada/secret', null],
  ['a stranger, of a public one', { login: 'eve' }, 'ada/open', { pull: true, push: false, admin: false }],
  ['everybody, of a private one', 'everybody', 'ada/secret', null],
  ['everybody, of a public one', 'everybody', 'ada/open', { pull: true, push: false, admin: false }],
  ['the platform', 'platform', 'ada/secret', { private: true, pull: true }],
  ['a caller without a name is not the platform', { login: '' }, 'ada/secret', null],
  ['one that is not there', 'platform', 'ada/none', null],
] as const)('%s', async (_who, asker, repository, expected) => {
  const seen = await createRepositoryAuthority(forge().send).view(asker, repository);
  if (expected === null) expect(seen).toBeNull();
  else expect(seen).toMatchObject(expected);
});

test('an answer serves for five seconds, for one login alone, and what is public never as the platform', async () => {
  const { send, asked } = forge();
  let now = 0;
  const authority = createRepositoryAuthority(send, { now: () => now });
  await authority.view({ login: 'ada' }, 'ada/open');
  await authority.view({ login: 'ada' }, 'Ada/Open');
  await authority.view({ login: 'eve' }, 'ada/open');
  expect(asked).toHaveLength(2);
  now = 5_000;
  await authority.view({ login: 'ada' }, 'ada/open');
  expect(asked).toHaveLength(3);
  await authority.view('platform', 'ada/open');
  expect(await authority.view('everybody', 'ada/open')).toMatchObject({ push: false });
});

const ASKED = ['ada/secret', 'Ada/Open', 7, 8, 'ada/none'] as const;
const SEEN = [null, { id: 8, push: false, admin: false }, null, { id: 8, fullName: 'ada/open' }, null];

test('what a list asks at once is one question for each person', async () => {
  const { send, asked } = forge();
  const authority = createRepositoryAuthority(send);
  const all = (login: string) => Promise.all(ASKED.map((repository) => authority.view({ login }, repository)));
  const [eve, ada] = await Promise.all([all('eve'), all('ada')]);
  expect(eve).toMatchObject(SEEN);
  expect(ada).toMatchObject([{ id: 7, admin: true }, { id: 8 }, { id: 7, push: true }, { id: 8 }, null]);
  expect(asked).toHaveLength(2);
  expect(await authority.view({ login: 'eve' }, 'ada/open')).toMatchObject({ id: 8 });
  expect(asked).toHaveLength(2);
});

test('a forge that knows only Gitea’s contract is asked for each by itself, and for many at once no more', async () => {
  const { send, asked } = forge({ knowsMany: false });
  let now = 0;
  const authority = createRepositoryAuthority(send, { now: () => now });
  const all = () => Promise.all(ASKED.map((repository) => authority.view({ login: 'eve' }, repository)));
  expect(await all()).toMatchObject(SEEN);
  expect(asked).toHaveLength(1 + ASKED.length);
  now = 10_000;
  expect(await all()).toMatchObject(SEEN);
  expect(asked).toHaveLength(1 + 2 * ASKED.length);
});

test('a forge that does not answer leaves it unknown', async () => {
  await expect(createRepositoryAuthority(forge().send).view({ login: 'broken' }, 'ada/open')).rejects.toMatchObject({
    code: 'unavailable',
  });
});

import { expect, test } from 'vitest';

import { ANONYMOUS, type Asker, type Caller, type RepositoryAuthority, type RepositoryView } from '@mosaic/platform/identity';

import { createRepositoryAccess } from './repository-access.ts';

const view: RepositoryView = {
  id: 7,
  fullName: 'ada/hello',
  owner: 'ada',
  private: false,
  defaultBranch: 'main',
  pull: true,
  push: true,
  admin: false,
};
const person = (change: Partial<Caller> = {}): Caller => ({
  ...ANONYMOUS,
  id: 'p',
  login: 'ada',
  kind: 'person',
  grants: ['ci:*:admin'],
  ...change,
});
const need = { resource: 'pipeline', action: 'pull' } as const;
const hello = { forge_id: 7, owner: 'ada', name: 'hello' };

function asking(): { authority: RepositoryAuthority; askers: Asker[] } {
  const askers: Asker[] = [];
  return { askers, authority: { view: async (asker) => (askers.push(asker), view) } };
}

test('a repository that took the name of another one opens nothing of the other', async () => {
  const access = createRepositoryAccess(asking().authority);
  expect(await access.allows(person(), hello, need)).toBe(true);
  const former = { ...hello, forge_id: 6 };
  expect(await access.permissions(person(), former)).toEqual({ pull: false, push: false, admin: false });
  await expect(access.require(person(), former, need)).rejects.toMatchObject({ code: 'not_found' });
});

test('one without a credential sees what everybody sees; a service of the platform is not asked about', async () => {
  const { authority, askers } = asking();
  const access = createRepositoryAccess(authority);
  await access.permissions(ANONYMOUS, hello);
  expect(askers).toEqual(['everybody']);
  const service = person({ kind: 'service', builtIn: true, login: 'mosaic-core', grants: ['ci:repository:admin'] });
  expect(await access.permissions(service, hello)).toEqual({ pull: true, push: true, admin: true });
  expect(askers).toHaveLength(1);
});

import { expect } from 'vitest';

import { viewRepositories } from '@mosaic/contracts/mosaic';

import { requirement } from './suite.ts';

requirement('forge.views.together.200', async (target) => {
  const files = { main: { 'a.txt': 'one\n' } };
  const open = await target.home({ files });
  const hidden = await target.home({ private: true, files });
  const shared = await target.home({ private: true, eve: 'write', files });
  const seen = async (login: string | undefined, repositories: (string | number)[]) => {
    const { repositories: found } = await target.service.call(viewRepositories, { body: { login, repositories } });
    return found.toSorted((one, other) => one.id - other.id);
  };
  const asked = [open.id, hidden.id, `ADA/${shared.at.repo}`, `ada/${hidden.at.repo}`, 'ada/none', 999_999];
  const shown = ({ id, at }: typeof open, more: object) => ({
    id,
    fullName: `ada/${at.repo}`,
    owner: 'ada',
    defaultBranch: 'main',
    ...more,
  });
  expect(await seen('eve', asked)).toEqual([
    shown(open, { private: false, permission: 'read' }),
    shown(shared, { private: true, permission: 'write' }),
  ]);
  expect((await seen('ada', asked)).map(({ id, permission }) => [id, permission])).toEqual(
    [open, hidden, shared].map(({ id }) => [id, 'admin']),
  );
  expect(await seen(undefined, [`ada/${hidden.at.repo}`])).toHaveLength(1);
});

requirement('forge.views.together.403', async (target) => {
  const body = { login: 'ada', repositories: [(await target.home({ private: true })).id] };
  expect([await target.eve.refusal(viewRepositories, { body }), await target.anyone.refusal(viewRepositories, { body })]).toEqual([
    403, 401,
  ]);
});

import { expect, it } from 'vitest';

import { ANONYMOUS, type Caller } from '@mosaic/platform/identity';

import type { Repository } from '../repositories/repository.ts';
import { everywhere } from '../repositories/repository-policy.ts';
import type { RepositoryCreator } from '../repositories/repository-creator.ts';
import type { RepositoryReader } from '../repositories/repository-reader.ts';
import { createForPush } from './push-target.ts';

const bob: Caller = { ...ANONYMOUS, id: 'p-1', kind: 'person', role: 'developer', login: 'bob', grants: ['*:*:*'] };
const cause = { actor: 'bob', traceId: '1' };

it.each([
  ['read', false],
  ['write', true],
] as const)('what another member made in the same moment is pushed to with %s: %s', async (level, isPushed) => {
  const repository = { id: 7, fullName: 'guild/hall', archived: false } as Repository;
  const reader = { byName: () => Promise.resolve({ repository, level, rights: everywhere(level) }) } as unknown as RepositoryReader;
  const creator = { create: () => Promise.reject(new Error('It is there.')) } as unknown as RepositoryCreator;
  const pushed = createForPush({ reader, creator }, { caller: bob, name: 'hall', organization: undefined, cause });
  await (isPushed ? expect(pushed).resolves.toBe(repository) : expect(pushed).rejects.toMatchObject({ code: 'forbidden' }));
});

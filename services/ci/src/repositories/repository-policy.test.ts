import { expect, test } from 'vitest';

import { toJson } from '@mosaic/platform/db';
import { ANONYMOUS, type Caller } from '@mosaic/platform/identity';

import {
  ALL_PERMISSIONS,
  isCiAdministrator,
  isTrustedService,
  judgeRepository,
  NO_PERMISSIONS,
  requireActive,
  requireSettings,
  type Verdict,
} from './repository-policy.ts';

const READ = { pull: true, push: false, admin: false };
const person = (grants: string[], change: Partial<Caller> = {}): Caller => ({
  ...ANONYMOUS,
  id: 'p',
  login: 'ada',
  kind: 'person',
  grants,
  ...change,
});
const ALL = person(['ci:*:admin']);

test.each<[string, Caller, Parameters<typeof judgeRepository>[1], Verdict]>([
  ['reads what the forge shows', ALL, { forgeId: 1, resource: 'pipeline', action: 'pull', permissions: READ }, 'allowed'],
  ['does not learn of what it hides', ALL, { forgeId: 1, resource: 'pipeline', action: 'pull', permissions: NO_PERMISSIONS }, 'hidden'],
  ['writes only where the forge allows', ALL, { forgeId: 1, resource: 'pipeline', action: 'push', permissions: READ }, 'forbidden'],
  ['administers', ALL, { forgeId: 1, resource: 'repository', action: 'admin', permissions: ALL_PERMISSIONS }, 'allowed'],
  [
    'needs the grant too',
    person(['ci:pipeline:read']),
    { forgeId: 1, resource: 'pipeline', action: 'push', permissions: ALL_PERMISSIONS },
    'lacks_grant',
  ],
  [
    'finds a repository with a pipeline grant',
    person(['ci:pipeline:read']),
    { forgeId: 1, resource: 'repository', action: 'pull', permissions: READ },
    'allowed',
  ],
  [
    'reads no secrets with it',
    person(['ci:pipeline:read']),
    { forgeId: 1, resource: 'secret', action: 'push', permissions: ALL_PERMISSIONS },
    'lacks_grant',
  ],
  [
    'is kept to its repositories',
    person(['*:*:*'], { repositories: [2] }),
    { forgeId: 1, resource: 'pipeline', action: 'pull', permissions: ALL_PERMISSIONS },
    'hidden',
  ],
  ['anonymous reads what is public', ANONYMOUS, { forgeId: 1, resource: 'pipeline', action: 'pull', permissions: READ }, 'allowed'],
  ['anonymous reads no secrets', ANONYMOUS, { forgeId: 1, resource: 'secret', action: 'pull', permissions: READ }, 'forbidden'],
  ['anonymous writes nothing', ANONYMOUS, { forgeId: 1, resource: 'pipeline', action: 'push', permissions: READ }, 'forbidden'],
])('%s', (_what, caller, need, verdict) => {
  expect(judgeRepository(caller, need)).toBe(verdict);
});

test('only our own services with the grant act for the platform', () => {
  const ours = { kind: 'service', builtIn: true } as const;
  expect(isTrustedService(person(['*:*:*']))).toBe(false);
  expect(isTrustedService(person(['ci:pipeline:read'], ours))).toBe(false);
  expect(isTrustedService(person(['ci:repository:admin'], ours))).toBe(true);
  expect(isTrustedService(person(['ci:repository:admin'], { kind: 'service' }))).toBe(false);
  expect(isCiAdministrator(person(['ci:repository:admin'], { kind: 'service' }))).toBe(false);
  expect(isCiAdministrator(person(['ci:repository:admin']))).toBe(false);
  expect(isCiAdministrator(person(['*:*:*']))).toBe(true);
});

const OWNER = person(['ci:repository:admin']);
const TRUSTED = { trusted: toJson({ network: true }) };
const refused = (code: string) => expect.objectContaining({ code });

test.each([
  ['trust by its owner', OWNER, { trusted: { volumes: true } }, 'forbidden'],
  ['trust taken by its owner', OWNER, { trusted: { network: false } }, 'forbidden'],
  ['trust as it is by its owner', OWNER, { trusted: { network: true, volumes: false } }, null],
  ['trust by an administrator', ALL, { trusted: { volumes: true } }, null],
  ['the longest timeout', OWNER, { timeout: 120 }, null],
  ['a longer timeout, an administrator too', ALL, { timeout: 121 }, 'invalid_input'],
])('settings: %s', (_name, caller, change, code) => {
  const set = () => requireSettings(caller, { repository: TRUSTED, change, maxTimeoutMinutes: 120 });
  if (code === null) expect(set).not.toThrow();
  else expect(set).toThrow(refused(code));
});

test('what is off runs nothing', () => {
  expect(() => requireActive({ active: 1 })).not.toThrow();
  expect(() => requireActive({ active: 0 })).toThrow(refused('conflict'));
});

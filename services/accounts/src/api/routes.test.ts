import { describe, expect, test } from 'vitest';

import { ceilingOf, loginOf, Role, SERVICE_NAMES } from '@mosaic/contracts/mosaic';
import { ANONYMOUS, permits, type Caller } from '@mosaic/platform/identity';

import { OPERATIONS } from './routes.ts';

type RoleName = (typeof Role.options)[number];

const everyone = 'everyone';
const people: RoleName[] = ['administrator', 'developer', 'viewer'];
const administrators: RoleName[] = ['administrator'];

/** Which roles pass the door of each operation; what an object allows beyond it is the policies' test. */
const PASSES: Record<string, RoleName[] | typeof everyone> = {
  'POST /-/introspect': administrators,
  'POST /-/accounts/session': everyone,
  'GET /-/accounts/session': everyone,
  'DELETE /-/accounts/session': everyone,
  'GET /-/enter': everyone,
  'POST /-/enter': everyone,
  'POST /-/accounts/links': administrators,
  'GET /-/sites/authorize': everyone,
  'POST /-/site-codes/redeem': administrators,
  'GET /-/credentials/:id': administrators,
  'GET /-/accounts/principals': people,
  'POST /-/accounts/principals': administrators,
  'GET /-/accounts/principals/:login': people,
  'PATCH /-/accounts/principals/:login': people,
  'GET /-/accounts/agents': people,
  'PATCH /-/accounts/agents/:login': administrators,
  'POST /-/accounts/attempts': administrators,
  'PATCH /-/accounts/attempts/:task/:epoch': administrators,
  'DELETE /-/accounts/attempts/:task/:epoch': administrators,
  'GET /-/accounts/tokens': people,
  'POST /-/accounts/tokens': people,
  'DELETE /-/accounts/tokens/:id': people,
  'GET /-/accounts/oauth/applications': people,
  'POST /-/accounts/oauth/applications': people,
  'PUT /-/accounts/oauth/applications/:id': people,
  'DELETE /-/accounts/oauth/applications/:id': people,
  'GET /-/accounts/oauth/grants': people,
  'DELETE /-/accounts/oauth/grants/:id': people,
  'GET /-/accounts/audit': administrators,
  'GET /-/accounts/audit/verify': administrators,
  'GET /-/accounts/system': administrators,
  'POST /-/accounts/demo': people,
  'POST /-/control/stop': administrators,
};

const roles = Role.options.filter((role) => role !== 'service');

describe.each(OPERATIONS.map((operation) => [`${String(operation.method)} ${operation.path}`, operation] as const))(
  '%s',
  (name, operation) => {
    test('is in the table', () => expect(PASSES).toHaveProperty([name]));

    test.each([...roles, 'anonymous' as const])('for %s', (role) => {
      const passes = PASSES[name] ?? [];
      const expected = passes === everyone || (role !== 'anonymous' && passes.includes(role));
      const caller = role === 'anonymous' ? ANONYMOUS : callerWith(ceilingOf({ role, login: 'someone' }));
      expect(operation.access === 'anyone' || permits(caller, operation.access.grant)).toBe(expected);
    });
  },
);

test('the table names no operation that is gone', () => {
  const known = OPERATIONS.map((operation) => `${String(operation.method)} ${operation.path}`);
  expect(Object.keys(PASSES).filter((name) => !known.includes(name))).toEqual([]);
});

test.each(SERVICE_NAMES.map(loginOf))('%s carries no more than it needs of accounts', (login) => {
  const caller = callerWith(ceilingOf({ role: 'service', login }));
  for (const grant of ['accounts:principal:admin', 'accounts:token:admin', 'accounts:audit:read', 'accounts:control:admin'] as const)
    expect(permits(caller, grant)).toBe(false);
});

test.each([
  ['mosaic-ci', true],
  ['mosaic-core', true],
  ['mosaic-mcp', true],
  ['mosaic-tony', false],
  ['mosaic-forge', false],
  ['mosaic-edge', false],
  ['mosaic-accounts', false],
  ['someone', false],
])('%s may act for others at the forge: %s', (login, may) => {
  expect(permits(callerWith(ceilingOf({ role: 'service', login })), 'forge:sudo:admin')).toBe(may);
});

function callerWith(grants: readonly string[]): Caller {
  return { ...ANONYMOUS, id: 'p-1', kind: 'person', grants };
}

import { expect, test } from 'vitest';

import { ceilingOf } from './ceilings.ts';
import { covers, PERMISSIONS } from './grants.ts';
import { Grant, Role } from './principal.ts';
import { loginOf, portsOf, SERVICE_NAMES, START_STEPS } from './service-lists.ts';
import { SERVICES } from './services.ts';

const rights = new Set<string>(PERMISSIONS);

test.each(SERVICE_NAMES)('the row of %s speaks of services, doors and rights that there are', (name) => {
  const row = SERVICES[name];
  const { needs, carries, door, listeners } = row;
  expect(needs.filter((need) => !SERVICE_NAMES.includes(need))).toEqual([]);
  expect(carries.filter((right) => !rights.has(right))).toEqual([]);
  if (row.feed !== null) expect(row.resources).toHaveProperty('feed');
  if (door !== null) expect(listeners).toHaveProperty(door);
  if ('offer' in row)
    expect(row.offer.grants.filter((right) => !covers(ceilingOf({ role: 'developer', login: 'ada' }), right))).toEqual([]);
});

test('each service is started once, after all that it needs', () => {
  expect(START_STEPS.flat().toSorted()).toEqual(SERVICE_NAMES.toSorted());
  const stepOf = (name: string) => START_STEPS.findIndex((step) => step.some((one) => one === name));
  for (const name of SERVICE_NAMES) for (const need of SERVICES[name].needs) expect(stepOf(need)).toBeLessThan(stepOf(name));
  expect(START_STEPS.at(-1)).toEqual(['edge']);
});

test('no two listeners have one port', () => {
  const ports = Object.values(portsOf(100));
  expect(new Set(ports).size).toBe(ports.length);
});

test.each([
  ['administrator', 'accounts:control:admin', true],
  ['developer', 'forge:repository:admin', true],
  ['developer', 'forge:sudo:admin', false],
  ['developer', 'mcp:task:admin', false],
  ['developer', 'accounts:principal:write', false],
  ['viewer', 'ci:secret:read', true],
  ['viewer', 'forge:issue:write', false],
  ['viewer', 'mcp:inbox:write', true],
  ['triage', 'forge:issue:write', true],
  ['triage', 'forge:repository:write', false],
  ['reviewer', 'forge:status:write', true],
  ['reviewer', 'forge:issue:write', false],
  ['implementer', 'forge:repository:write', true],
  ['implementer', 'mcp:deployment:write', false],
  ['coordinator', 'mcp:deployment:write', true],
  ['coordinator', 'ci:pipeline:write', false],
] as const)('the role %s may carry %s: %s', (role, right, may) => {
  expect(covers(ceilingOf({ role, login: 'somebody' }), right)).toBe(may);
});

test('a ceiling is made of grants, and that of a service account is for its login alone', () => {
  for (const role of Role.options)
    for (const grant of ceilingOf({ role, login: 'mosaic-core' })) expect(Grant.safeParse(grant).success).toBe(true);
  expect(ceilingOf({ role: 'service', login: loginOf('forge') })).toContain('accounts:token:write');
  expect(ceilingOf({ role: 'service', login: 'somebody' })).toEqual([]);
});

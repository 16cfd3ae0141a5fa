import { describe, expect, test } from 'vitest';

import { ceilingOf, type PrincipalKind, type PrincipalPatch, type Role } from '@mosaic/contracts/mosaic';
import { ANONYMOUS, type Caller } from '@mosaic/platform/identity';

import { maySeeEmail, refuseCreation, refuseUpdate, roleFits, type Proof } from './principal-policy.ts';

const as = (role: Role, id = 'self'): Caller => ({ ...ANONYMOUS, id, role, kind: 'person', grants: ceilingOf({ role, login: id }) });
const NO_PROOF: Proof = { session: false, passwordLink: false, currentPassword: false };
const SESSION: Proof = { ...NO_PROOF, session: true };

describe('changing a principal', () => {
  test.each<[Role, 'self' | 'other', PrincipalPatch, Proof, boolean]>([
    ['viewer', 'self', { name: 'x' }, SESSION, true],
    ['viewer', 'self', { name: 'x' }, NO_PROOF, false],
    ['viewer', 'other', { name: 'x' }, SESSION, false],
    ['developer', 'self', { role: 'administrator' }, SESSION, false],
    ['developer', 'self', { disabled: false }, SESSION, false],
    ['developer', 'self', { password: 'p' }, SESSION, false],
    ['developer', 'self', { password: 'p' }, { ...SESSION, currentPassword: true }, true],
    ['developer', 'self', { password: 'p' }, { ...SESSION, passwordLink: true }, true],
    ['developer', 'self', { password: 'p' }, { ...NO_PROOF, currentPassword: true }, false],
    ['developer', 'self', { email: 'a@b.test' }, SESSION, false],
    ['developer', 'self', { email: 'a@b.test' }, { ...SESSION, currentPassword: true }, true],
    ['administrator', 'other', { role: 'viewer', disabled: true, password: 'p' }, NO_PROOF, true],
    ['administrator', 'self', { password: 'p' }, SESSION, false],
    ['administrator', 'self', { password: 'p' }, { ...SESSION, currentPassword: true }, true],
    ['administrator', 'self', { email: 'a@b.test' }, NO_PROOF, true],
    ['triage', 'other', { name: 'x' }, SESSION, false],
  ])('%s of %s: %j with %j is allowed: %s', (...[role, whom, patch, proof, allowed]) => {
    expect(refuseUpdate(as(role), { id: whom, login: whom, role: 'developer' }, { patch, proof }) === null).toBe(allowed);
  });
});

test.each<[Role, string, boolean]>([
  ['administrator', 'other', true],
  ['developer', 'other', false],
  ['developer', 'self', true],
  ['viewer', 'other', false],
  ['service', 'other', false],
])('%s sees the e-mail address of %s: %s', (role, target, sees) => {
  expect(maySeeEmail(as(role), { id: target })).toBe(sees);
});

test("the platform's own services see every e-mail address, by their mark and not by a role", () => {
  expect(maySeeEmail({ ...as('service'), kind: 'service', builtIn: true }, { id: 'other' })).toBe(true);
});

test.each<[PrincipalKind, Role, boolean]>([
  ['person', 'administrator', true],
  ['person', 'triage', false],
  ['person', 'service', false],
  ['agent', 'reviewer', true],
  ['agent', 'developer', false],
  ['service', 'developer', true],
  ['service', 'service', false],
])('a %s may bear the role %s: %s', (kind, role, fits) => {
  expect(roleFits(kind, role)).toBe(fits);
});

test('names of the platform’s own accounts are taken', () => {
  expect(refuseCreation({ login: 'Mosaic-x', kind: 'person', role: 'viewer' })).not.toBeNull();
  expect(refuseCreation({ login: 'mosaicx', kind: 'person', role: 'viewer' })).toBeNull();
});

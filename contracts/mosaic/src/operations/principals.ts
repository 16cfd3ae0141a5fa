import { z } from 'zod';

import { defineOperation } from '@mosaic/contracts/wire';

import { Login, PrincipalKind, Role } from '../principal.ts';

/** A password that a person chooses. The upper bound keeps hashing cheap. */
export const Password = z.string().min(12, 'use at least 12 characters').max(256);

/** A person, agent or service account, as others see it. */
export const Principal = z.object({
  /** Stable id (UUID). */
  id: z.string(),
  /** Numeric id, used where a contract wants one. */
  uid: z.number().int(),
  login: z.string(),
  kind: PrincipalKind,
  role: Role,
  /** One of the platform's own, which works for the whole installation. */
  builtIn: z.boolean(),
  name: z.string(),
  /** Empty for readers who may not see it. */
  email: z.string(),
  disabled: z.boolean(),
  /** Unix milliseconds. */
  createdAt: z.number().int(),
});
export type Principal = z.infer<typeof Principal>;

export const NewPrincipal = z.strictObject({
  login: Login,
  kind: PrincipalKind.default('person'),
  role: Role.default('developer'),
  name: z.string().max(190).default(''),
  email: z.union([z.literal(''), z.email().max(190)]).default(''),
  /** Left out: nobody can sign in by password, only by a one-time link. */
  password: Password.optional(),
});

/** Only what is given changes. One's own password needs the current one. */
export const PrincipalPatch = z.strictObject({
  name: z.string().max(190).optional(),
  email: z.union([z.literal(''), z.email().max(190)]).optional(),
  role: Role.optional(),
  disabled: z.boolean().optional(),
  password: Password.optional(),
  currentPassword: z.string().max(256).optional(),
});
export type PrincipalPatch = z.input<typeof PrincipalPatch>;

const PrincipalParams = z.object({ /** In any case. */ login: z.string().max(190) });

export const listPrincipals = defineOperation({
  id: 'listPrincipals',
  tag: 'principals',
  summary: 'People, agents and service accounts',
  method: 'GET',
  path: '/-/accounts/principals',
  answer: z.array(Principal),
});

export const createPrincipal = defineOperation({
  id: 'createPrincipal',
  tag: 'principals',
  summary: 'Makes a person, an agent or a service account',
  method: 'POST',
  path: '/-/accounts/principals',
  body: NewPrincipal,
  status: 201,
  answer: Principal,
  errors: [409],
});

export const getPrincipal = defineOperation({
  id: 'getPrincipal',
  tag: 'principals',
  summary: 'The principal of a login',
  method: 'GET',
  path: '/-/accounts/principals/{login}',
  params: PrincipalParams,
  answer: Principal,
});

export const updatePrincipal = defineOperation({
  id: 'updatePrincipal',
  tag: 'principals',
  summary: 'Changes a principal: oneself, or others as an administrator',
  method: 'PATCH',
  path: '/-/accounts/principals/{login}',
  params: PrincipalParams,
  body: PrincipalPatch,
  answer: Principal,
});

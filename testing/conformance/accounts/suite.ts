import {
  ACCOUNTS_REQUIREMENTS,
  createToken,
  endAttempt,
  getCredential,
  getPrincipal,
  getSystem,
  introspect,
  keepAttempt,
  listAgents,
  listPrincipals,
  openAttempt,
  redeemSiteCode,
  revokeToken,
  type AccountsRequirement,
} from '@mosaic/contracts/mosaic';

import { createSuite } from '../src/suite.ts';
import type { AccountsTarget } from './target.ts';

/** What other services ask of accounts. */
const ASKED = [
  createToken,
  endAttempt,
  getCredential,
  getPrincipal,
  getSystem,
  introspect,
  keepAttempt,
  listAgents,
  listPrincipals,
  openAttempt,
  redeemSiteCode,
  revokeToken,
];

/** The cases of what the services rely on of accounts; the files beside this one state them. */
export const suite = createSuite<AccountsRequirement, AccountsTarget>({
  requirements: ACCOUNTS_REQUIREMENTS,
  operations: ASKED,
  unreachable: { 'createToken: no 409': 'only one who has more tokens than anybody needs is refused another' },
});
export const { requirement } = suite;

import {
  ACCOUNTS_REQUIREMENTS,
  createOauthApplication,
  createToken,
  deleteOauthApplication,
  endAttempt,
  getCredential,
  getPrincipal,
  getSystem,
  introspect,
  keepAttempt,
  listAgents,
  listOauthApplications,
  listPrincipals,
  openAttempt,
  redeemSiteCode,
  replaceOauthApplication,
  revokeToken,
  type AccountsRequirement,
} from '@mosaic/contracts/mosaic';

import { createSuite } from '../src/suite.ts';
import type { AccountsTarget } from './target.ts';

/** What other services ask of accounts. */
const ASKED = [
  createOauthApplication,
  createToken,
  deleteOauthApplication,
  endAttempt,
  getCredential,
  getPrincipal,
  getSystem,
  introspect,
  keepAttempt,
  listAgents,
  listOauthApplications,
  listPrincipals,
  openAttempt,
  redeemSiteCode,
  replaceOauthApplication,
  revokeToken,
];

/** The cases of what the services rely on of accounts; the files beside this one state them. */
export const suite = createSuite<AccountsRequirement, AccountsTarget>({
  requirements: ACCOUNTS_REQUIREMENTS,
  operations: ASKED,
  unreachable: {
    'createOauthApplication: no 409': 'only one who has more applications than anybody needs is refused another',
    'createToken: no 409': 'only one who has more tokens than anybody needs is refused another',
  },
});
export const { requirement } = suite;

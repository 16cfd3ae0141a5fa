import type { Operation } from '@mosaic/platform/http';

import { authorizeSite } from './authorize-site.ts';
import type { AccountsContext } from '../context.ts';
import { createLink } from './create-link.ts';
import { createPrincipal } from './create-principal.ts';
import { createToken } from './create-token.ts';
import { endAttempt } from './end-attempt.ts';
import { enter, enterByButton } from './enter.ts';
import { getCredential } from './get-credential.ts';
import { getPrincipal } from './get-principal.ts';
import { getSession } from './get-session.ts';
import { getSystem } from './get-system.ts';
import { introspect } from './introspect.ts';
import { keepAttempt } from './keep-attempt.ts';
import { listAgents } from './list-agents.ts';
import { listAudit } from './list-audit.ts';
import { listPrincipals } from './list-principals.ts';
import { listTokens } from './list-tokens.ts';
import { openAttempt } from './open-attempt.ts';
import { redeemSiteCode } from './redeem-site-code.ts';
import { revokeToken } from './revoke-token.ts';
import { signIn } from './sign-in.ts';
import { signOut } from './sign-out.ts';
import { startDemo } from './start-demo.ts';
import { stopStack } from './stop-stack.ts';
import { updateAgent } from './update-agent.ts';
import { updatePrincipal } from './update-principal.ts';
import { verifyAudit } from './verify-audit.ts';

export const OPERATIONS: readonly Operation<AccountsContext>[] = [
  introspect,
  signIn,
  getSession,
  signOut,
  enter,
  enterByButton,
  createLink,
  authorizeSite,
  redeemSiteCode,
  getCredential,
  listPrincipals,
  createPrincipal,
  getPrincipal,
  updatePrincipal,
  listAgents,
  updateAgent,
  openAttempt,
  keepAttempt,
  endAttempt,
  listTokens,
  createToken,
  revokeToken,
  listAudit,
  verifyAudit,
  getSystem,
  startDemo,
  stopStack,
];

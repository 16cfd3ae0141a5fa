import type { Operation } from '@mosaic/platform/http';

import { authorizeSite } from './pages/authorize-site.ts';
import type { AccountsContext } from '../context.ts';
import { createLink } from './native/sessions/create-link.ts';
import { createPrincipal } from './native/principals/create.ts';
import { createToken } from './native/tokens/create.ts';
import { endAttempt } from './native/attempts/end.ts';
import { enter, enterByButton } from './pages/enter.ts';
import { getCredential } from './native/sessions/get-credential.ts';
import { getPrincipal } from './native/principals/get.ts';
import { getSession } from './native/sessions/get.ts';
import { getSystem } from './native/system/get.ts';
import { introspect } from './native/tokens/introspect.ts';
import { keepAttempt } from './native/attempts/keep.ts';
import { listAgents } from './native/agents/list.ts';
import { listAudit } from './native/audit/list.ts';
import { listPrincipals } from './native/principals/list.ts';
import { listTokens } from './native/tokens/list.ts';
import { openAttempt } from './native/attempts/open.ts';
import { redeemSiteCode } from './native/sessions/redeem-site-code.ts';
import { revokeToken } from './native/tokens/revoke.ts';
import { signIn } from './native/sessions/sign-in.ts';
import { signOut } from './native/sessions/sign-out.ts';
import { startDemo } from './native/system/start-demo.ts';
import { stopStack } from './native/system/stop.ts';
import { updateAgent } from './native/agents/update.ts';
import { updatePrincipal } from './native/principals/update.ts';
import { verifyAudit } from './native/audit/verify.ts';

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

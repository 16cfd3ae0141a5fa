import type { Operation } from '@mosaic/platform/http';

import { answerApplication, authorizeApplication } from './pages/authorize-application.ts';
import { authorizeByForm } from './oauth/authorize-by-form.ts';
import { authorizeSite } from './pages/authorize-site.ts';
import type { AccountsContext } from '../context.ts';
import { createAccessToken } from './oauth/create-access-token.ts';
import { createLink } from './native/sessions/create-link.ts';
import { createOauthApplication } from './native/oauth/create-application.ts';
import { createPrincipal } from './native/principals/create.ts';
import { createToken } from './native/tokens/create.ts';
import { deleteOauthApplication } from './native/oauth/delete-application.ts';
import { endAttempt } from './native/attempts/end.ts';
import { endOauthGrant } from './native/oauth/end-grant.ts';
import { enter, enterByButton } from './pages/enter.ts';
import { getConfiguration } from './oauth/get-configuration.ts';
import { getCredential } from './native/sessions/get-credential.ts';
import { getPrincipal } from './native/principals/get.ts';
import { getSession } from './native/sessions/get.ts';
import { getSystem } from './native/system/get.ts';
import { getUserinfo, postUserinfo } from './oauth/get-userinfo.ts';
import { introspect } from './native/tokens/introspect.ts';
import { introspectAccessToken } from './oauth/introspect-access-token.ts';
import { keepAttempt } from './native/attempts/keep.ts';
import { listAgents } from './native/agents/list.ts';
import { listAudit } from './native/audit/list.ts';
import { listKeys } from './oauth/list-keys.ts';
import { listOauthApplications } from './native/oauth/list-applications.ts';
import { listOauthGrants } from './native/oauth/list-grants.ts';
import { listPrincipals } from './native/principals/list.ts';
import { listTokens } from './native/tokens/list.ts';
import { openAttempt } from './native/attempts/open.ts';
import { redeemSiteCode } from './native/sessions/redeem-site-code.ts';
import { replaceOauthApplication } from './native/oauth/replace-application.ts';
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
  listOauthApplications,
  createOauthApplication,
  replaceOauthApplication,
  deleteOauthApplication,
  listOauthGrants,
  endOauthGrant,
  startDemo,
  stopStack,
];

/** Pages that ask a person for an application; their answers come as forms. */
export const CONSENT_OPERATIONS: readonly Operation<AccountsContext>[] = [authorizeApplication, answerApplication];

/** What applications ask themselves. They prove who they are in their own way (RFC 6749), and no cookie counts. */
export const OAUTH_OPERATIONS: readonly Operation<AccountsContext>[] = [
  authorizeByForm,
  createAccessToken,
  getUserinfo,
  postUserinfo,
  listKeys,
  introspectAccessToken,
  getConfiguration,
];

import { createPrincipal, introspect, type SystemStatus } from '@mosaic/contracts/mosaic';
import { Stack } from '@mosaic/platform/lifecycle';

import { startAccounts } from '../../../services/accounts/tests/harness.ts';
import type { Caller } from '../src/caller.ts';
import { callersAt } from '../src/callers-at.ts';
import { Recorder } from '../src/recorder.ts';
import type { Target } from '../src/run-suite.ts';

/** Accounts with an administrator, a developer, and the platform's own services and agents. */
export interface AccountsTarget extends Target {
  /** An administrator's session. */
  root: Caller;
  /** A developer's session. */
  ada: Caller;
  /** One of the platform's services. */
  service: Caller;
  /** One without a credential. */
  anyone: Caller;
  adaPassword: string;
  /** A code that ada was given for a site, and the session that asked for it. */
  siteCode: (host: string) => Promise<{ code: string; credentialId: string }>;
  /** Id of the token with which an agent of the platform takes tasks. */
  taker: (login: 'triage' | 'reviewer') => Promise<string>;
}

export const ADA_PASSWORD = 'a long enough one';
/** How the services are, as the target is told. */
export const STATUS: SystemStatus = { services: [{ name: 'accounts', url: '', state: 'ok' }], parked: [], version: '0.1.0', uptimeMs: 1 };

/** Our own accounts on an empty folder. */
export async function openAccounts(): Promise<AccountsTarget> {
  const stack = new Stack();
  const stage = stack.use(await startAccounts({ status: async () => STATUS }));
  const recorder = new Recorder();
  const caller = callersAt(stack, stage.url, recorder);
  const secretOf = (cookie: string) => cookie.split('=')[1] as string;
  const root = caller(secretOf(await stage.signIn()));
  await root.call(createPrincipal, { body: { login: 'ada', password: ADA_PASSWORD } });
  const cookie = await stage.signIn('ada', ADA_PASSWORD);
  const service = caller(await stage.accounts.issueServiceToken('mosaic-mcp'));
  const idOf = async (token: string) => {
    const shown = await service.call(introspect, { body: { token } });
    return shown.active ? shown.token_id : '';
  };
  return {
    recorder,
    root,
    ada: caller(secretOf(cookie)),
    service,
    anyone: caller(''),
    adaPassword: ADA_PASSWORD,
    async siteCode(host) {
      const path = `/-/sites/authorize?return=${encodeURIComponent(`http://${host}/docs`)}`;
      const location = (await stage.fetch(path, { headers: { cookie } })).headers.get('location') ?? '';
      return { code: new URL(location).searchParams.get('code') ?? '', credentialId: await idOf(secretOf(cookie)) };
    },
    taker: async (login) => idOf(await stage.accounts.issueTakerToken(login)),
    [Symbol.asyncDispose]: () => stack[Symbol.asyncDispose](),
  };
}

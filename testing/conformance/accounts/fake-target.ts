import { ceilingOf } from '@mosaic/contracts/mosaic';
import { Stack } from '@mosaic/platform/lifecycle';
import { newToken } from '@mosaic/platform/secrets';
import { startFakeAccounts, type FakePrincipal } from '@mosaic/testing/fakes';

import { callersAt } from '../src/callers-at.ts';
import { Recorder } from '../src/recorder.ts';
import type { FakeTarget } from '../src/run-suite.ts';
import { suite } from './suite.ts';
import { ADA_PASSWORD, STATUS, type AccountsTarget } from './target.ts';

const agent = (role: 'triage' | 'reviewer'): FakePrincipal => ({
  username: role,
  token: newToken(),
  kind: 'agent',
  role,
  built_in: true,
  token_id: `taker-${role}`,
});

/** The fake accounts with the same principals; they are put there, as are codes of sites, since it makes none. */
export async function openFakeAccounts(): Promise<AccountsTarget & FakeTarget> {
  const stack = new Stack();
  const root: FakePrincipal = { username: 'root', token: newToken(), role: 'administrator' };
  const ada: FakePrincipal = { username: 'ada', token: newToken(), password: ADA_PASSWORD, token_id: 'session-of-ada' };
  const grants = [...ceilingOf({ role: 'service', login: 'mosaic-mcp' })];
  const service: FakePrincipal = { username: 'mosaic-mcp', token: newToken(), kind: 'service', role: 'service', built_in: true, grants };
  const fake = stack.use(await startFakeAccounts([root, ada, service, agent('triage'), agent('reviewer')], () => STATUS));
  const recorder = new Recorder();
  const caller = callersAt(stack, fake.url, recorder);
  return {
    recorder,
    root: caller(root.token),
    ada: caller(ada.token),
    service: caller(service.token),
    anyone: caller(''),
    adaPassword: ADA_PASSWORD,
    async siteCode(host) {
      const code = newToken();
      fake.siteCodes.set(code, { login: 'ada', host, credentialId: 'session-of-ada' });
      return { code, credentialId: 'session-of-ada' };
    },
    taker: async (login) => `taker-${login}`,
    served: fake.served.filter((operation) => suite.operations.includes(operation)),
    takeUnserved: () => fake.takeUnserved(),
    [Symbol.asyncDispose]: () => stack[Symbol.asyncDispose](),
  };
}

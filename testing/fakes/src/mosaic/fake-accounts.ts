import * as native from '@mosaic/contracts/mosaic';
import type { SystemStatus } from '@mosaic/contracts/mosaic';

import { NATIVE } from '../operations/dialect.ts';
import { Fake, speak } from '../operations/fake.ts';
import type { AccountsState, FakePrincipal } from './accounts-state.ts';
import { applicationAnswers } from './application-answers.ts';
import { attemptAnswers } from './attempt-answers.ts';
import { FakeFeed } from './fake-feed.ts';
import { principalAnswers } from './principal-answers.ts';
import { tokenAnswers } from './token-answers.ts';

export type FakeAccounts = Fake & AccountsState;

const NOTHING_WRONG: SystemStatus = { services: [], parked: [], version: '', uptimeMs: 0 };

/**
 * What other services ask of accounts: who a credential stands for, principals, tokens, applications, codes of sites, how the stack is. A token that
 * none of the principals bears is one of the platform's own, which may ask for everything.
 */
export async function startFakeAccounts(principals: readonly FakePrincipal[], system = () => NOTHING_WRONG): Promise<FakeAccounts> {
  const state: AccountsState = {
    principals,
    revoked: new Set(),
    liveTokens: new Set(),
    made: new Map(),
    attempts: new Map(),
    profiles: new Map(),
    applications: [],
    credentials: new Map(),
    siteCodes: new Map(),
    system,
    feed: new FakeFeed('accounts'),
  };
  const answers = { ...principalAnswers(state), ...tokenAnswers(state), ...attemptAnswers(state), ...applicationAnswers(state) };
  return Object.assign(await Fake.start('accounts', [speak(NATIVE, native, answers)]), state);
}

import * as gitea from '@mosaic/contracts/gitea';
import * as native from '@mosaic/contracts/mosaic';

import { FakeFeed } from '../mosaic/fake-feed.ts';
import { GITEA, NATIVE } from '../operations/dialect.ts';
import { Fake, speak } from '../operations/fake.ts';
import { issueAnswers } from './issue-answers.ts';
import { nativeAnswers } from './native-answers.ts';
import { repositoryAnswers } from './repository-answers.ts';
import { pullAnswers } from './pull-answers.ts';
import { newRepository, type FakeRepository } from './repository.ts';
import { settingsAnswers } from './settings-answers.ts';
import type { ForgeState } from './state.ts';

export type FakeForge = Fake & ForgeState & { add(repository: Parameters<typeof newRepository>[0]): FakeRepository };

/** A forge in memory: Gitea's API as far as our services ask it, `Sudo` included, and our own operations beside it. */
export async function startFakeForge(): Promise<FakeForge> {
  const state: ForgeState = { repositories: [], damaged: [], feed: new FakeFeed('forge'), logins: new Map() };
  const answers = { ...repositoryAnswers(state), ...settingsAnswers(state), ...issueAnswers(state), ...pullAnswers(state) };
  const fake = await Fake.start('forge', [speak(GITEA, gitea, answers), speak(NATIVE, native, nativeAnswers(state))]);
  return Object.assign(fake, state, {
    add(given: Parameters<typeof newRepository>[0]) {
      const repository = newRepository(given);
      state.repositories.push(repository);
      return repository;
    },
  });
}

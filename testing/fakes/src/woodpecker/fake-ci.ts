import * as native from '@mosaic/contracts/mosaic';
import * as woodpecker from '@mosaic/contracts/woodpecker';

import { FakeFeed } from '../mosaic/fake-feed.ts';
import { NATIVE, WOODPECKER } from '../operations/dialect.ts';
import { Fake, speak } from '../operations/fake.ts';
import { nativeAnswers } from './native-answers.ts';
import type { CiState } from './state.ts';
import { woodpeckerAnswers } from './woodpecker-answers.ts';

export type FakeCi = Fake & CiState;

/** A CI in memory that runs nothing: Woodpecker's API as far as our services ask it, artifacts and the feed of events beside it. */
export async function startFakeCi({ repositories, pipelines }: Pick<CiState, 'repositories' | 'pipelines'>): Promise<FakeCi> {
  const state: CiState = { repositories, pipelines, feed: new FakeFeed('ci'), logins: new Map() };
  const spoken = [speak(WOODPECKER, woodpecker, woodpeckerAnswers(state)), speak(NATIVE, native, nativeAnswers(state))];
  return Object.assign(await Fake.start('ci', spoken), state);
}

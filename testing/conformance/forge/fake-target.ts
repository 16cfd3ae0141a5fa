import { issueOpened, NO_COMMIT, refUpdated } from '@mosaic/contracts/mosaic';
import { Stack } from '@mosaic/platform/lifecycle';
import { startFakeForge } from '@mosaic/testing/fakes';

import { TOKENS } from '../../../services/forge/tests/harness.ts';
import { callersAt } from '../src/callers-at.ts';
import { Recorder } from '../src/recorder.ts';
import type { FakeTarget } from '../src/run-suite.ts';
import { suite } from './suite.ts';
import type { ForgeTarget, Home } from './target.ts';

/** The fake forge with the same people; what happens there is put there. */
export async function openFakeForge(): Promise<ForgeTarget & FakeTarget> {
  const stack = new Stack();
  const fake = stack.use(await startFakeForge());
  for (const login of ['ada', 'eve'] as const) fake.logins.set(TOKENS[login], login);
  const recorder = new Recorder();
  const caller = callersAt(stack, fake.url, recorder);
  let hooks = 0;
  const facts = ({ id, at }: Home) => ({ repositoryId: id, repository: `${at.owner}/${at.repo}`, private: false, owner: at.owner });
  return {
    recorder,
    ada: caller(TOKENS.ada),
    eve: caller(TOKENS.eve),
    service: caller(TOKENS.ci),
    anyone: caller(''),
    async home({ owner = 'ada', private: isPrivate = false, eve, files = {} } = {}) {
      const id = fake.repositories.length + 1;
      const at = { owner, repo: `case-${id}` };
      const copied = Object.fromEntries(Object.entries(files).map(([branch, texts]) => [branch, { ...files['main'], ...texts }]));
      fake.add({ id, owner, name: at.repo, private: isPrivate, files: copied, members: eve === undefined ? {} : { eve } });
      return { id, at };
    },
    async hook({ id }) {
      hooks += 1;
      fake.repositories.find((one) => one.id === id)?.hooks.push({ id: hooks, url: 'http://127.0.0.1:9/', secret: '' });
      return hooks;
    },
    async tell(home, title) {
      fake.feed.emit(issueOpened, { ...facts(home), number: 1, title });
    },
    push: async (home) =>
      fake.feed.emit(refUpdated, {
        ...facts(home),
        pushId: 'p',
        ref: 'refs/heads/main',
        before: NO_COMMIT,
        after: 'a'.repeat(40),
        forced: false,
        title: 'A change',
        defaultBranch: 'main',
        startedAt: 0,
      }).id,
    async damage({ at }) {
      fake.damaged.push(`${at.owner}/${at.repo}`);
    },
    served: fake.served.filter((operation) => suite.operations.includes(operation)),
    takeUnserved: () => fake.takeUnserved(),
    [Symbol.asyncDispose]: () => stack[Symbol.asyncDispose](),
  };
}

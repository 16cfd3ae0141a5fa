import { randomBytes } from 'node:crypto';

import { FINAL_STATUSES, getRepoPipeline, postRepos } from '@mosaic/contracts/woodpecker';
import { Stack } from '@mosaic/platform/lifecycle';
import { startFakeCi, type FakeCi, type FakePipeline } from '@mosaic/testing/fakes';

import { TOKENS } from '../../../services/forge/tests/harness.ts';
import { Recorder } from '../src/recorder.ts';
import type { FakeTarget } from '../src/run-suite.ts';
import { peopleAt } from './people.ts';
import { suite } from './suite.ts';
import type { Home, HomeOptions, WoodpeckerTarget } from './target.ts';

/** The fake CI with the same people; its repositories and pipelines are put there, since it stands beside no forge and runs nothing. */
export async function openFakeCi(): Promise<WoodpeckerTarget & FakeTarget> {
  const stack = new Stack();
  const fake = stack.use(await startFakeCi({ repositories: [], pipelines: [] }));
  for (const login of ['ada', 'bob', 'eve'] as const) fake.logins.set(TOKENS[login], login);
  const recorder = new Recorder();
  const people = peopleAt(stack, { url: fake.url, tokens: TOKENS, prefix: '/api', recorder, isStrict: true });
  const own: string[] = [];
  const unserved = (what: string): never => {
    own.push(what);
    throw new Error(what);
  };
  return {
    ...people,
    url: fake.url,
    recorder,
    served: fake.served.filter((operation) => suite.operations.includes(operation)),
    takeUnserved: () => [...own.splice(0), ...fake.takeUnserved()],
    get outside() {
      return unserved('it answers nothing outside of the API');
    },
    get forge() {
      return unserved('it stands beside no forge');
    },
    receiver: async () => unserved('it adds no webhook'),
    async home(options = {}) {
      const at = { owner: 'ada', repo: people.word() };
      const forgeId = fake.repositories.length + 1_000;
      fake.repositories.push({ id: forgeId - 999, forgeId, name: `ada/${at.repo}`, active: false, private: options.private ?? false });
      const { id } = await people.ada.call(postRepos, { query: { forge_remote_id: forgeId } });
      return { at, forgeId, id, ...pipelinesAt(fake, { people, id, name: `ada/${at.repo}`, options, unserved }) };
    },
    [Symbol.asyncDispose]: () => stack[Symbol.asyncDispose](),
  };
}

interface Where {
  people: ReturnType<typeof peopleAt>;
  id: number;
  name: string;
  options: HomeOptions;
  unserved: (what: string) => never;
}

/** What our own CI would make of pushes and starts by hand, put there as it would stand. */
function pipelinesAt(fake: FakeCi, { people, id, name, options, unserved }: Where): Omit<Home, 'at' | 'forgeId' | 'id'> {
  const put = (made: Pick<FakePipeline, 'event' | 'sha' | 'branch' | 'message' | 'variables' | 'status'>, exitCode = 0): number => {
    if (options.files !== undefined) unserved('it reads no files of pipelines');
    const number = fake.pipelines.filter(({ repository }) => repository === name).length + 1;
    fake.pipelines.push({ ...made, repository: name, number, at: Math.trunc(Date.now() / 1000), steps: stepsOf(made.status, exitCode) });
    return number;
  };
  const settled: Home['settled'] = async (number, states = [...FINAL_STATUSES]) => {
    const pipeline = fake.pipelines.find((one) => one.repository === name && one.number === number);
    // Whoever has a pipeline run again at the fake ends it too.
    if (pipeline?.status === 'pending' && states.includes('success')) pipeline.status = 'success';
    const found = await people.ada.call(getRepoPipeline, { repo_id: id, pipeline_number: number });
    return states.includes(found.status) ? found : unserved(`no pipeline of it is ${states.join(', ')} by itself`);
  };
  return {
    settled,
    async push(_file, _text, { message = _file, branch = 'main', newBranch } = {}) {
      const sha = randomBytes(20).toString('hex');
      if (!message.includes('[skip ci]')) put({ event: 'push', sha, branch: newBranch ?? branch, message, status: 'success' });
      return sha;
    },
    async ran(commit, states) {
      const pipeline = fake.pipelines.find(({ repository, sha }) => repository === name && sha === commit);
      return settled(pipeline?.number ?? 0, states);
    },
    async start(variables = {}, branch = 'main') {
      const exitCode = Number(variables['EXIT'] ?? 0);
      const status = 'SLEEP' in variables ? 'running' : exitCode === 0 ? 'success' : 'failure';
      return put({ event: 'manual', sha: 'a'.repeat(40), branch, variables, status }, exitCode);
    },
    tag: async () => unserved('it stands beside no forge'),
    hooks: async () => unserved('it adds no webhook'),
  };
}

/** Two, of which the second is skipped where the first fails. */
function stepsOf(status: string, exitCode: number): FakePipeline['steps'] {
  return ['build', 'test'].map((step, index) => {
    const isSkipped = index > 0 && exitCode > 0;
    return {
      name: step,
      state: isSkipped ? 'skipped' : status,
      exitCode: isSkipped ? 0 : exitCode,
      log: [`+ echo ${step}`, step],
    };
  });
}

import { getRepoPipelines, getReposLookup, type ListedPipeline } from '@mosaic/contracts/woodpecker';
import { afterAll, beforeAll, expect, test } from 'vitest';

import { openWorkingCopy, processTree, TestStack, until, type TestPerson, type WorkingCopy } from './src/index.ts';

const REPOSITORIES = 10;
const BRANCHES = 5;
/** git processes at once; the machine's cores are shared with the server. */
const PUSHERS = 12;
/** What the server may hold while all of it goes on, bytes. */
const MEMORY_LIMIT = 600 * 1024 * 1024;

const PIPELINE = `labels: { backend: local }
skip_clone: true
steps:
  - name: tell
    image: sh
    commands: [echo "$CI_COMMIT_BRANCH $CI_COMMIT_SHA"]
`;

let stack: TestStack;
let person: TestPerson;
beforeAll(async () => {
  stack = await TestStack.create({ environment: { MOSAIC_MAX_WORKFLOWS: '4', MOSAIC_LOG_LEVEL: 'warn' } });
  person = await stack.person('ada');
});
afterAll(async () => {
  await stack[Symbol.asyncDispose]();
});

/** A push as git saw it. */
interface Pushed {
  repository: string;
  branch: string;
  sha: string;
  isAccepted: boolean;
}

test('every push that git accepts has its one pipeline, in order on each branch, in bounded memory', { timeout: 240_000 }, async () => {
  const memory = watchMemory(stack.pid);
  const lanes = await Promise.all(
    Array.from({ length: REPOSITORIES }, (_, index) => openLanes(`ada/busy-${index}`, { isRaced: index % 2 === 0 })),
  );
  const pushed = (await inParallel(lanes.flat(), PUSHERS)).flat();
  const accepted = pushed.filter(({ isAccepted }) => isAccepted);
  expect(pushed.filter(({ branch, isAccepted }) => branch !== 'raced' && !isAccepted)).toEqual([]);
  // Two pushers made the same branch at the same moment: one of them, and one only, was let in.
  expect(accepted.filter(({ branch }) => branch === 'raced')).toHaveLength(REPOSITORIES / 2);

  const pipelines = await allPipelines(accepted);
  const made = pipelines.map(({ repository, pipeline }) => `${repository} ${pipeline.branch} ${pipeline.commit}`);
  expect(made.toSorted()).toEqual(accepted.map(({ repository, branch, sha }) => `${repository} ${branch} ${sha}`).toSorted());
  expect(pipelines.filter(({ pipeline }) => pipeline.status !== 'success')).toEqual([]);
  for (const repository of new Set(accepted.map((push) => push.repository))) {
    for (const branch of new Set(accepted.map((push) => push.branch))) {
      const isHere = (place: { repository: string; branch: string | undefined }) =>
        place.repository === repository && place.branch === branch;
      const order = accepted.filter(isHere).map(({ sha }) => sha);
      const numbered = pipelines
        .filter((one) => isHere({ repository: one.repository, branch: one.pipeline.branch }))
        .toSorted((one, other) => one.pipeline.number - other.pipeline.number);
      expect(
        numbered.map(({ pipeline }) => pipeline.commit),
        `${repository} ${branch}`,
      ).toEqual(order);
    }
  }
  expect(memory.highest()).toBeGreaterThan(0);
  expect(memory.highest()).toBeLessThan(MEMORY_LIMIT);
});

type Lane = () => Promise<Pushed[]>;

/** What is pushed to one repository: each branch a lane of its own, the first one pushed twice. */
async function openLanes(repository: string, { isRaced }: { isRaced: boolean }): Promise<Lane[]> {
  const lanes = await Promise.all(
    Array.from({ length: BRANCHES }, async (_, index): Promise<Lane> => {
      const copy = await openWorkingCopy(stack, person, repository);
      const branch = `branch-${index}`;
      return () => pushTimes({ copy, repository, branch }, index === 0 ? 2 : 1);
    }),
  );
  if (!isRaced) return lanes;
  const racers = await Promise.all([0, 1].map(() => openWorkingCopy(stack, person, repository)));
  const race: Lane = async () => (await Promise.all(racers.map((copy) => pushTimes({ copy, repository, branch: 'raced' }, 1)))).flat();
  return [...lanes, race];
}

async function pushTimes({ copy, repository, branch }: { copy: WorkingCopy; repository: string; branch: string }, times: number) {
  await using open = copy;
  const pushed: Pushed[] = [];
  for (let time = 0; time < times; time++) {
    const sha = await open.commit({ '.woodpecker.yaml': PIPELINE, 'file.txt': `${open.folder} ${time}` });
    const isAccepted = await open.push(branch).then(
      () => true,
      () => false,
    );
    pushed.push({ repository, branch, sha, isAccepted });
  }
  return pushed;
}

async function inParallel<T>(work: readonly (() => Promise<T>)[], width: number): Promise<T[]> {
  const left = [...work];
  const done: T[] = [];
  const worker = async () => {
    for (let next = left.shift(); next !== undefined; next = left.shift()) done.push(await next());
  };
  await Promise.all(Array.from({ length: width }, worker));
  return done;
}

interface Made {
  repository: string;
  pipeline: ListedPipeline;
}

/** Every pipeline there is, once as many have ended as were accepted; one too many would be there by then. */
async function allPipelines(accepted: readonly Pushed[]): Promise<Made[]> {
  const repositories = [...new Set(accepted.map(({ repository }) => repository))];
  return until(
    'the end of all pipelines',
    async () => {
      const made: Made[] = [];
      for (const repository of repositories) {
        const repo = await person.ci.callOrNull(getReposLookup, { repo_full_name: repository });
        if (repo === null) return null;
        for (const pipeline of await person.ci.call(getRepoPipelines, { repo_id: repo.id, query: { perPage: 50 } }))
          made.push({ repository, pipeline });
      }
      const isOver = made.every(({ pipeline }) => pipeline.status !== 'pending' && pipeline.status !== 'running');
      return isOver && made.length >= accepted.length ? made : null;
    },
    150_000,
  );
}

/** Looks at the server's own resident memory again and again. */
function watchMemory(pid: number): { highest: () => number } {
  let highest = 0;
  const look = () => {
    highest = Math.max(highest, processTree(pid, { self: true })[0]?.residentBytes ?? 0);
  };
  const timer = setInterval(look, 100);
  timer.unref();
  return {
    highest() {
      clearInterval(timer);
      look();
      return highest;
    },
  };
}

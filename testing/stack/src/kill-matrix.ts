import type { EventRecord } from '@mosaic/contracts/mosaic';

import { repoGetBranch } from '@mosaic/contracts/gitea';

import { openDemoProject, type DemoProject } from './demo-project.ts';
import { explainPipelines } from './kill/explain-pipeline.ts';
import { Feeds } from './kill/feeds.ts';
import { HOPS, isMark, SPANS, type Hop, type Mark } from './kill/hops.ts';
import { breachesNow, breachesOfAll, readHoldings, type Change, type Holdings } from './kill/invariants.ts';
import { createRandom } from './kill/random.ts';
import { processTree, stillRuns, type ProcessEntry } from './process-tree.ts';
import { TestStack } from './test-stack.ts';
import { until } from './until.ts';

export interface KillMatrixOptions {
  /** How often the server is killed at each hop. */
  killsPerHop: number;
  /** The same seed draws the same moments; print it. */
  seed: number;
  /** All hops when left out. */
  hops?: readonly Hop[];
  onKill?: (kill: Kill) => void;
}

/** One `kill -9` and what came of it. */
export interface Kill {
  hop: Hop;
  /** From the beginning of the hop to the kill, as drawn, ms. */
  momentMs: number;
  change: Change;
  /** From the new start until every invariant held; null when one did not within the limit. */
  recoveredMs: number | null;
  breaches: string[];
}

export interface KillReport {
  seed: number;
  /** How long each hop takes undisturbed, ms: within this the moments were drawn. */
  spansMs: Record<Hop, number>;
  kills: Kill[];
  /** Of single kills, and of the whole count at the end. Empty when all invariants held. */
  breaches: string[];
}

/** A hop shorter than this is killed within this, so that its moments spread beyond one tick, ms. */
const LEAST_SPAN_MS = 20;
/** Journeys that are timed before the first kill. */
const CALIBRATIONS = 3;
/** How long the platform may take to put everything right after a start, and how often we look, ms. */
const RECOVERY_MS = 45_000;
const LOOK_MS = 100;

/**
 * Pushes the demo project again and again, kills the server at a random moment of the chosen hop, starts it again and waits
 * until the invariants of the loop hold: one pipeline, deployment, task and inbox entry for every push whose ref moved, none
 * for others, no row stuck, no process left.
 */
export async function runKillMatrix({ killsPerHop, seed, hops = HOPS, onKill }: KillMatrixOptions): Promise<KillReport> {
  await using stack = await TestStack.create();
  await using project = await openDemoProject(stack, 'kill');
  const administrator = await stack.person('root', 'administrator');
  const place: Place = { stack, project, feeds: new Feeds(stack, administrator.token) };
  const spansMs = await calibrate(place);
  const before = await readHoldings(project);
  const random = createRandom(seed);
  const kills: Kill[] = [];
  for (const hop of hops) {
    for (let count = 0; count < killsPerHop; count++) {
      const kill = await killOnce(place, { hop, momentMs: random() * spansMs[hop] });
      kills.push(kill);
      onKill?.(kill);
    }
  }
  const breaches = [...kills.flatMap((kill) => kill.breaches), ...(await endBreaches(place, kills, before))];
  return { seed, spansMs, kills, breaches };
}

interface Place {
  stack: TestStack;
  project: DemoProject;
  feeds: Feeds;
}

/** Times each hop on journeys that nobody disturbs; the longest counts. */
async function calibrate({ project, feeds }: Place): Promise<Record<Hop, number>> {
  const spans = Object.fromEntries(HOPS.map((hop) => [hop, LEAST_SPAN_MS])) as Record<Hop, number>;
  await project.settle();
  for (let journey = 0; journey < CALIBRATIONS; journey++) {
    await feeds.drain();
    await project.commit();
    const push = await project.push();
    spans.push = Math.max(spans.push, push.endedAt - push.startedAt);
    const events: EventRecord[] = [];
    const timeOf = (mark: Mark) => events.find((event) => isMark(event, mark))?.time;
    // A task is validated some time after its journey shows it as done, so all marks are waited for.
    await until('every mark of an undisturbed journey', async () => {
      events.push(...(await feeds.drain()));
      return HOPS.every((hop) => timeOf(SPANS[hop].to) !== undefined) ? true : null;
    });
    for (const hop of HOPS) {
      const { from, to } = SPANS[hop];
      if (from !== null) spans[hop] = Math.max(spans[hop], (timeOf(to) ?? 0) - (timeOf(from) ?? 0));
    }
  }
  return spans;
}

async function killOnce({ stack, project, feeds }: Place, { hop, momentMs }: Pick<Kill, 'hop' | 'momentMs'>): Promise<Kill> {
  await feeds.drain();
  const sha = await project.commit();
  const { from } = SPANS[hop];
  const begun = from === null ? Promise.resolve() : feeds.waitFor(from);
  const pushed = project.push().then(
    () => true,
    () => false,
  );
  await begun;
  await new Promise((resolve) => setTimeout(resolve, momentMs));
  const orphans = await killHard(stack);
  const isAcknowledged = await pushed;
  await stack.start();
  const startedAt = performance.now();
  const head = await project.person.forge.callOrNull(repoGetBranch, { owner: project.owner, repo: project.name, branch: 'main' });
  const change: Change = { sha, isAcknowledged, isMoved: head?.commit.id === sha };
  const breaches = await waitUntilWhole({ stack, project, feeds }, change, orphans);
  return { hop, momentMs, change, recoveredMs: breaches.length === 0 ? performance.now() - startedAt : null, breaches };
}

/** Kills the server and answers what ran below it; it is stopped for the look, so that nothing is started in between. */
async function killHard(stack: TestStack): Promise<ProcessEntry[]> {
  process.kill(stack.pid, 'SIGSTOP');
  const below = processTree(stack.pid);
  await stack.kill();
  return below;
}

/** Looks until nothing is wrong or the time is over; answers what is wrong then. */
async function waitUntilWhole({ stack, project }: Place, change: Change, orphans: readonly ProcessEntry[]): Promise<string[]> {
  const deadline = performance.now() + RECOVERY_MS;
  for (;;) {
    const breaches = await breachesNow(stack, project, change).catch((error: unknown) => [`could not be asked: ${String(error)}`]);
    breaches.push(...orphans.filter(stillRuns).map(({ pid, command }) => `process ${pid} of the killed server still runs: ${command}`));
    if (breaches.length === 0) return breaches;
    // What explains a breach is told with it.
    if (performance.now() > deadline) return [...breaches, ...(await explainPipelines(project, change.sha))];
    await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
  }
}

/** The whole count, which also finds what came late, and what a stop in good order leaves. */
async function endBreaches({ stack, project }: Place, kills: readonly Kill[], before: Holdings): Promise<string[]> {
  const changes = kills.map(({ change }) => change);
  const breaches = breachesOfAll(changes, before, await readHoldings(project));
  const below = processTree(stack.pid);
  const code = await stack.stop();
  if (code !== 0) breaches.push(`the server ended with ${code} when it was asked to stop`);
  breaches.push(...below.filter(stillRuns).map(({ pid, command }) => `process ${pid} outlived the server: ${command}`));
  return breaches;
}

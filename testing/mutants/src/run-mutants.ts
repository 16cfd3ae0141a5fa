import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { availableParallelism, tmpdir } from 'node:os';
import { join, relative } from 'node:path';

import type { ServiceName } from '@mosaic/contracts/mosaic';

import type { MutantOrder } from './mutant-order.ts';
import { choose, type Chosen, type TimedFile } from './chosen-tests.ts';
import { suitesOf, targetsOf } from './services.ts';

const ROOT = join(import.meta.dirname, '../../..');
/** A run of a broken service that takes longer hangs, which a person would notice, ms. */
const PATIENCE_MS = 120_000;

export interface Verdict {
  target: string;
  fault: string;
  /** `unmet`: no test asks for what the fault changes. */
  state: 'noticed' | 'lives' | 'unmet';
}

/**
 * Breaks every operation, tool and rule of a service in each way, one at a time, and runs the tests that call it.
 * @param choice Names of those to break, and kinds of faults; all where there is none.
 */
export async function runMutants(
  service: ServiceName,
  { names, kinds }: { names: readonly string[]; kinds: readonly string[] },
  told: (verdict: Verdict, done: number, of: number) => void,
): Promise<Verdict[]> {
  const folder = await mkdtemp(join(tmpdir(), 'mosaic-mutants-'));
  try {
    const calls = await callsOf(service, folder);
    const targets = (await targetsOf(service)).filter(({ name }) => isAmong(name, names));
    const mutants = targets.flatMap(({ name, faults }) =>
      faults.filter((fault) => isAmong(fault, kinds)).map((fault) => ({ target: name, fault, files: calls.get(name) ?? [] })),
    );
    const verdicts: Verdict[] = [];
    const queue = mutants.entries();
    const work = async () => {
      for (const [index, { target, fault, files }] of queue) {
        const state = files.length === 0 ? 'unmet' : await stateOf({ service, target, fault, notes: join(folder, `${index}`) }, files);
        verdicts.push({ target, fault, state });
        told({ target, fault, state }, verdicts.length, mutants.length);
      }
    };
    await Promise.all(Array.from({ length: availableParallelism() }, work));
    return verdicts;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

const isAmong = (one: string, chosen: readonly string[]): boolean => chosen.length === 0 || chosen.includes(one);

/** Which tests to run for which target, the shortest first. @throws Error when a test fails although nothing is broken. */
async function callsOf(service: ServiceName, folder: string): Promise<Map<string, Chosen[]>> {
  const [notes, report] = [join(folder, 'calls'), join(folder, 'report.json')];
  const suites = suitesOf(service);
  const files = [`services/${service}/`, ...suites].map((file) => ({ file }));
  if ((await runTests({ service, notes }, files, ['--reporter=json', `--outputFile=${report}`])) !== 0)
    throw new Error(`The tests of ${service} fail although nothing is broken; mend them first.`);
  const { testResults } = JSON.parse(await readFile(report, 'utf8')) as { testResults: ReportedFile[] };
  const timed = testResults.map(({ name, startTime, endTime, assertionResults }): TimedFile => {
    const file = relative(ROOT, name);
    const tests = new Map(assertionResults.map(({ fullName, duration }) => [fullName, duration ?? 0]));
    return { file, ms: endTime - startTime, isSuite: suites.includes(file), tests };
  });
  const noted = (await readFile(notes, 'utf8').catch(() => '')).split('\n').filter(Boolean);
  return choose(
    timed,
    noted.map((line) => {
      const [target = '', file = '', test = ''] = line.split('\t');
      return { target, file: relative(ROOT, file), test };
    }),
  );
}

interface ReportedFile {
  name: string;
  startTime: number;
  endTime: number;
  assertionResults: { fullName: string; duration?: number | null }[];
}

/** The file that noticed a fault comes first for the next of the same target. */
async function stateOf(order: MutantOrder, files: Chosen[]): Promise<Verdict['state']> {
  // Another worker may change their order meanwhile.
  const ordered = files.slice();
  for (const file of ordered)
    if ((await runTests(order, [file], ['--bail=1', '--reporter=dot'])) !== 0) {
      files.unshift(...files.splice(files.indexOf(file), 1));
      return 'noticed';
    }
  return (await readFile(order.notes, 'utf8').catch(() => '')) === '' ? 'unmet' : 'lives';
}

function runTests(order: MutantOrder, files: readonly Chosen[], options: readonly string[]): Promise<number> {
  const program = [join(ROOT, 'node_modules/vitest/vitest.mjs'), 'run', '--project', 'mutant', '--maxWorkers=1'];
  const pattern = files.flatMap(({ pattern: one }) => (one === undefined ? [] : ['-t', one]));
  const words = [...program, ...options, ...pattern, ...files.map(({ file }) => file)];
  return new Promise((resolve, reject) => {
    const env = { ...process.env, MOSAIC_MUTANT: JSON.stringify(order) };
    const child = spawn(process.execPath, words, {
      cwd: ROOT,
      env,
      stdio: 'ignore',
      timeout: PATIENCE_MS * (order.target === undefined ? 5 : 1),
    });
    child.once('error', reject);
    child.once('close', (code) => resolve(code ?? 1));
  });
}

import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { availableParallelism, tmpdir } from 'node:os';
import { join, relative } from 'node:path';

import type { ServiceName } from '@mosaic/contracts/mosaic';

import type { MutantOrder } from './mutant-order.ts';
import { targetsOf } from './services.ts';

const ROOT = join(import.meta.dirname, '../../..');
/** Files of tests that take longer do not run again for each fault, ms: they kill processes and fill disks. */
const SLOW_MS = 15_000;
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

/** Which files of tests call which target, the shortest first. @throws Error when a test fails although nothing is broken. */
async function callsOf(service: ServiceName, folder: string): Promise<Map<string, string[]>> {
  const [notes, report] = [join(folder, 'calls'), join(folder, 'report.json')];
  const tests = [`services/${service}/tests`];
  if ((await runTests({ service, notes }, tests, ['--reporter=json', `--outputFile=${report}`])) !== 0)
    throw new Error(`The tests of ${service} fail although nothing is broken; mend them first.`);
  const { testResults } = JSON.parse(await readFile(report, 'utf8')) as {
    testResults: { name: string; startTime: number; endTime: number }[];
  };
  const callers = new Map<string, Set<string>>();
  for (const line of (await readFile(notes, 'utf8').catch(() => '')).split('\n').filter(Boolean)) {
    const [target = '', file = ''] = line.split('\t');
    callers.set(file, (callers.get(file) ?? new Set()).add(target));
  }
  const calls = new Map<string, string[]>();
  const lengths = testResults.map(({ name, startTime, endTime }) => ({ name, ms: endTime - startTime }));
  for (const { name } of lengths.filter(({ ms }) => ms <= SLOW_MS).toSorted((one, other) => one.ms - other.ms))
    for (const target of callers.get(name) ?? []) calls.set(target, [...(calls.get(target) ?? []), relative(ROOT, name)]);
  return calls;
}

async function stateOf(order: MutantOrder, files: readonly string[]): Promise<Verdict['state']> {
  for (const file of files) if ((await runTests(order, [file], ['--bail=1', '--reporter=dot'])) !== 0) return 'noticed';
  return (await readFile(order.notes, 'utf8').catch(() => '')) === '' ? 'unmet' : 'lives';
}

function runTests(order: MutantOrder, files: readonly string[], options: readonly string[]): Promise<number> {
  const words = [join(ROOT, 'node_modules/vitest/vitest.mjs'), 'run', '--project', 'mutant', '--maxWorkers=1', ...options, ...files];
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

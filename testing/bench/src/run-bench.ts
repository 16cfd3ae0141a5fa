import { availableParallelism, loadavg } from 'node:os';

import { MosaicError } from '@mosaic/platform/errors';

import { clone } from './clone/clone.ts';
import { killEverywhere } from './kill/kill-everywhere.ts';
import { firstLine } from './loop/first-line.ts';
import { inbox } from './loop/inbox.ts';
import { memory } from './loop/memory.ts';
import { warmUp } from './loop/warm-up.ts';
import type { BenchSettings, Measurement } from './measurement.ts';
import { renderResult } from './render.ts';
import { judge, unmeasured, type BenchResult } from './result.ts';
import { toolCalls } from './tool-calls/tool-calls.ts';

export interface BenchOptions {
  /** "loop" for all, or the id of one measurement. */
  what: string;
  /** Print one JSON document instead of lines. */
  json: boolean;
  /** Kill the server at every hop of the loop instead of measuring times. */
  kill: boolean;
}

/** The loop's measurements, in the order of the report. */
const LOOP: readonly Measurement[] = [warmUp, memory, firstLine, inbox, clone, toolCalls];

/**
 * Measures, one thing after the other, and prints the report; a target that is missed is part of it and no fault.
 * @throws MosaicError `invalid_input` for something that is not measured, `unavailable` when a measurement could not be made,
 * after the report.
 */
export async function runBench({ what, json, kill }: BenchOptions): Promise<void> {
  const chosen = choose(what, kill);
  const settings: BenchSettings = { rounds: 20, warmUps: 2, progress: (line) => process.stderr.write(`… ${line}\n`) };
  const results: BenchResult[] = [];
  for (const measurement of chosen) {
    settings.progress(measurement.id);
    const measured = await resultsOf(measurement, settings);
    results.push(...measured);
    if (!json) for (const result of measured) console.log(renderResult(result));
  }
  if (json) console.log(JSON.stringify({ results }, null, 2));
  const failed = results.filter(({ ours }) => ours === null).map(({ name }) => name);
  if (failed.length > 0) throw new MosaicError('unavailable', `Could not be measured: ${failed.join('; ')}. The report says why.`);
}

function choose(what: string, kill: boolean): readonly Measurement[] {
  if (kill && what === 'loop') return [killEverywhere];
  const found = LOOP.filter(({ id }) => what === 'loop' || what === id);
  if (found.length > 0 && !kill) return found;
  const names = ['loop', ...LOOP.map(({ id }) => id)].join(', ');
  throw new MosaicError(
    'invalid_input',
    kill ? 'Only the whole loop is killed: mosaic bench loop --kill' : `"${what}" is not measured; there are: ${names}`,
  );
}

async function resultsOf(measurement: Measurement, settings: BenchSettings): Promise<BenchResult[]> {
  const busy = otherWork();
  try {
    const measured = await measurement.measure(settings);
    return measured.map((one) => judge(busy === null ? one : { ...one, note: one.note === undefined ? busy : `${one.note}; ${busy}` }));
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return measurement.headings.map((heading) => unmeasured(heading, reason));
  }
}

/** Said with a figure when the machine had more to do than it has cores just before; null when it had not. */
function otherWork(): string | null {
  const [load = 0] = loadavg();
  const cores = availableParallelism();
  return load <= cores ? null : `the machine was busy with other work before: load ${load.toFixed(1)} on ${cores} cores`;
}

import { text } from 'node:stream/consumers';

import { afterAll, beforeAll, expect, it } from 'vitest';

import type { Backend, RunningStep } from '../src/index.ts';
import { RecordingPeer, run } from './recording-peer.ts';
import { assign } from './workflows.ts';

/**
 * A step whose commands do what its environment tells a backend that runs no programs (`dummy`) to do, so that one case asks the same
 * of both.
 */
interface Step {
  commands: string;
  environment?: Record<string, string>;
  detach?: boolean;
  image?: string;
}

const exits = (code: number): Step => ({ commands: `echo ends with ${code}; exit ${code}`, environment: { STEP_EXIT_CODE: String(code) } });
/** Longer than any test: it ends only by being ended. */
const lasts = (word: string): Step => ({ commands: `echo ${word}; sleep 600`, environment: { SLEEP: '600s' } });

/** What every place where workflows run must do (`src/backends/backend.ts`), by a name under which a gap is stated. */
const CASES = {
  output: async (backend) => {
    const peer = await runSteps(backend, { a: { commands: 'echo first; echo last' } });
    expect(peer.text('a')).toContain('last');
    expect(peer.state('a')).toMatchObject({ exited: true, exitCode: 0, error: '' });
    expect(peer.final).toMatchObject({ error: '', canceled: false, interrupted: false });
  },
  'exit code': async (backend) => {
    const peer = await runSteps(backend, { a: exits(7), b: exits(0) });
    expect(peer.state('a')).toMatchObject({ exited: true, exitCode: 7, error: '' });
    expect(peer.state('b')).toMatchObject({ skipped: true });
    expect(peer.final?.error).toBe('The step a failed.');
  },
  'merged streams': async (backend) => {
    const peer = await runSteps(backend, { a: { commands: 'echo one; echo two >&2; echo three' } });
    expect(peer.text('a').split('\n').slice(-3)).toEqual(['one', 'two', 'three']);
  },
  environment: async (backend) => {
    process.env['MOSAIC_TEST_OF_SERVER'] = 'leaked';
    const peer = await runSteps(backend, { a: { commands: 'env', environment: { GIVEN: 'to the step' } } });
    delete process.env['MOSAIC_TEST_OF_SERVER'];
    expect(peer.text('a').split('\n')).toContain('GIVEN=to the step');
    expect(peer.text('a')).not.toContain('MOSAIC_TEST_OF_SERVER');
  },
  'shared workspace': async (backend) => {
    const peer = await runSteps(backend, { a: { commands: 'echo kept > file' }, b: { commands: 'cat file' } });
    expect(peer.text('b').split('\n')).toContain('kept');
  },
  artifacts: async (backend) => {
    const peer = await runSteps(backend, { a: { commands: 'echo page > index.html; mosaic artifact upload index.html --name site' } });
    expect(peer.uploads.map(({ name, stepUuid }) => [name, stepUuid])).toEqual([['site', 'a']]);
  },
  'an image of the author’s choice': async (backend) => {
    const peer = await runSteps(backend, { a: { commands: 'true', image: 'docker.io/library/alpine:3.22' } });
    expect(peer.final?.error).toBe('');
  },
  services: async (backend) => {
    const peer = new RecordingPeer();
    await run(peer, backend, assign(`${file({ a: exits(0) })}services:\n  db: { image: docker.io/library/postgres:18 }\n`));
    expect(peer.state('db')).toMatchObject({ exited: true });
    expect(peer.final?.error).toBe('');
  },
  'detached steps': async (backend) => {
    const peer = await runSteps(backend, { a: { ...lasts('serves'), detach: true }, b: exits(0) });
    expect(peer.state('b')).toMatchObject({ exitCode: 0 });
    expect(peer.state('a')).toMatchObject({ exited: true });
    expect(peer.final?.error).toBe('');
  },
  cancellation: async (backend) => {
    const peer = new RecordingPeer();
    const running = run(peer, backend, assign(file({ a: lasts('up'), b: exits(0) })));
    await peer.line((data) => data.includes('up'));
    peer.cancel();
    await running;
    expect(peer.state('a')).toMatchObject({ exited: true, canceled: true });
    expect(peer.state('b')).toMatchObject({ skipped: true });
    expect(peer.final).toMatchObject({ canceled: true });
  },
  'kill at any time, again too': async (backend) => {
    await using place = await open(backend, { a: lasts('up') });
    const step = await place.start('a');
    step.kill();
    step.kill();
    expect((await ended(step)).exitCode).not.toBe(0);
    step.kill();
  },
  'disposal of what still runs': async (backend) => {
    const place = await open(backend, { a: lasts('up') });
    const step = await place.start('a');
    const end = ended(step);
    await place[Symbol.asyncDispose]();
    expect((await end).exitCode).not.toBe(0);
  },
  'many at once': async (backend) => {
    const steps = { a: exits(3), b: exits(4) };
    await using first = await open(backend, steps);
    await using second = await open(backend, steps);
    const started = await Promise.all([first.start('a'), first.start('b'), second.start('a'), second.start('b')]);
    const ends = await Promise.all(started.map(async (step) => ({ ...(await ended(step)), artifacts: await step.artifacts() })));
    expect(ends.map(({ exitCode }) => exitCode)).toEqual([3, 4, 3, 4]);
    expect(ends.map(({ output }) => /ends with (\d)/.exec(output)?.[1])).toEqual(['3', '4', '3', '4']);
    expect(ends.flatMap(({ artifacts }) => artifacts)).toEqual([]);
  },
  'strict options': async (backend) => {
    const peer = new RecordingPeer();
    await run(peer, backend, assign(file({ a: exits(0) }), { backendOptions: { [backend.name]: { unheardOf: true } } }));
    expect(peer.final?.error).toContain('unheardOf');
    expect(peer.entries).toEqual([]);
    const other = new RecordingPeer();
    await run(other, backend, assign(file({ a: exits(0) }), { backendOptions: { another: { unheardOf: true } } }));
    expect(other.final?.error).toBe('');
  },
} satisfies Record<string, (backend: Backend) => Promise<void>>;

export type BackendCase = keyof typeof CASES;

/**
 * Runs all cases on a backend, made once and disposed in the end. A gap is a case that it cannot pass, with the reason; it is red when
 * the case passes all the same.
 */
export function backendSuite(createBackend: () => Backend, { gaps = {} }: { gaps?: Partial<Record<BackendCase, string>> } = {}): void {
  let backend: Backend;
  beforeAll(() => void (backend = createBackend()));
  afterAll(() => backend[Symbol.asyncDispose]());
  for (const [name, check] of Object.entries(CASES)) {
    const gap = gaps[name as BackendCase];
    if (gap === undefined) {
      it(name, () => check(backend));
      continue;
    }
    it(`${name} (a gap: ${gap})`, async () => {
      const passes = await check(backend).then(
        () => true,
        () => false,
      );
      expect(passes, `"${name}" is no gap any more: take it out of the list.`).toBe(false);
    });
  }
}

async function runSteps(backend: Backend, steps: Record<string, Step>): Promise<RecordingPeer> {
  const peer = new RecordingPeer();
  await run(peer, backend, assign(file(steps)));
  return peer;
}

/** A workflow whose steps the test starts itself, by name. */
async function open(backend: Backend, steps: Record<string, Step>) {
  const { config } = assign(file(steps));
  await backend.check(config, {});
  const place = await backend.open(config, {});
  return {
    start: (name: string): Promise<RunningStep> => {
      const step = config.steps.find(({ uuid }) => uuid === name);
      if (step === undefined) throw new Error(`The test's workflow has no step ${name}.`);
      return place.start(step, step.environment);
    },
    [Symbol.asyncDispose]: () => place[Symbol.asyncDispose](),
  };
}

async function ended(step: RunningStep) {
  const [output, end] = await Promise.all([text(step.output), step.ended]);
  return { output, ...end };
}

/** JSON is YAML; a dollar is doubled, since the file is substituted. */
function file(steps: Record<string, Step>): string {
  const list = Object.entries(steps).map(([name, { image = 'bash', ...step }]) => ({ name, image, ...step }));
  return `skip_clone: true\nsteps: ${JSON.stringify(list).replaceAll('$', '$$$$')}\n`;
}

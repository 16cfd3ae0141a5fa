import { expect, test } from 'vitest';

import { compileText, pushMetadata } from '../src/compile/fixtures.ts';
import { PipelineCompiler, type CompileRequest } from '../src/index.ts';

const request = (text: string): CompileRequest => ({
  files: [{ name: '.woodpecker.yaml', text }],
  metadata: pushMetadata(),
  secrets: [],
  trusted: { network: false, volumes: false, security: false },
  changedFiles: [],
  timeoutMinutes: 60,
});
const plain = 'steps:\n  - { name: a, image: sh, commands: [ "true" ] }\n';
/** Takes some tenths of a second, up to the bound of work. */
const long = `when: { evaluate: 'all(1..9999, all(1..9999, true))' }\n${plain}`;

test('the thread answers what the compiler answers', async () => {
  await using compiler = new PipelineCompiler();
  const [first, second] = await Promise.all([compiler.compile(request(plain)), compiler.compile(request('steps: 7'))]);
  expect(first.workflows.map(({ name }) => name)).toEqual(compileText(plain).workflows.map(({ name }) => name));
  expect(second.errors).toEqual(compileText('steps: 7').errors);
});

test('what takes too long is ended and told; the process goes on meanwhile, and the next one has a thread of its own', async () => {
  await using compiler = new PipelineCompiler({ deadlineMs: 1 });
  let beats = 0;
  const heart = setInterval(() => beats++, 1);
  const answers = await Promise.all([compiler.compile(request(long)), compiler.compile(request(long))]);
  clearInterval(heart);
  for (const { errors, workflows } of answers) {
    expect(workflows).toEqual([]);
    expect(errors[0]?.message).toContain('could not be compiled within');
  }
  expect(beats).toBeGreaterThan(0);
});

test('a compiler that is put away leaves nobody waiting', async () => {
  const compiler = new PipelineCompiler();
  const waiting = compiler.compile(request(long)).catch((error: Error) => error.message);
  await compiler.compile(request(plain)).catch(() => undefined);
  await compiler[Symbol.asyncDispose]();
  expect(await waiting).toBeDefined();
});

import { Worker } from 'node:worker_threads';

import type { CompileInput, CompileResult } from './compile-input.ts';

/**
 * How long one compilation may take. The bounds inside end every known one within about two seconds of processor time; this
 * is the last line, for what nobody thought of, with room for a busy machine.
 */
const DEADLINE_MS = 15_000;
/** Memory of the thread, MiB; a full pipeline takes about 100. */
const MAX_HEAP_MB = 512;

/** What the thread is given: all but the maker of ids, which no message can carry. */
export type CompileRequest = Omit<CompileInput, 'newId'>;

/**
 * Compiles pipelines in a thread of its own, one after the other, so that no file can hold up the process: a compilation
 * that takes too long or too much memory is ended with its thread and answered as an error of the file. The thread is made
 * at the first use and kept. A fault of the compiler itself rejects; the same input would meet it again.
 */
export class PipelineCompiler implements AsyncDisposable {
  readonly #deadlineMs: number;
  #thread: CompilerThread | undefined;
  #tail: Promise<unknown> = Promise.resolve();

  constructor({ deadlineMs = DEADLINE_MS }: { deadlineMs?: number } = {}) {
    this.#deadlineMs = deadlineMs;
  }

  compile(request: CompileRequest): Promise<CompileResult> {
    const mine = this.#tail.then(() => this.#run(request));
    this.#tail = mine.catch(() => undefined);
    return mine;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#end();
  }

  async #run(request: CompileRequest): Promise<CompileResult> {
    this.#thread ??= new CompilerThread();
    const answer = await this.#thread.ask(request, this.#deadlineMs);
    if (answer.kind === 'result') return answer.result;
    await this.#end();
    if (answer.kind === 'fault') throw answer.error;
    const seconds = Math.ceil(this.#deadlineMs / 1000);
    return refusal(
      answer.kind === 'late'
        ? `The pipeline files could not be compiled within ${seconds} seconds; make them smaller or simpler.`
        : `Compiling the pipeline files takes more than ${MAX_HEAP_MB} MiB of memory; make them smaller or simpler.`,
    );
  }

  async #end(): Promise<void> {
    const thread = this.#thread;
    this.#thread = undefined;
    await thread?.end();
  }
}

type Answer = { kind: 'result'; result: CompileResult } | { kind: 'late' } | { kind: 'memory' } | { kind: 'fault'; error: unknown };

/** One thread, asked one thing at a time. After any answer but a result it is of no more use. */
class CompilerThread {
  readonly #worker: Worker;
  readonly #ready = Promise.withResolvers<void>();
  #answer: ((answer: Answer) => void) | undefined;

  constructor() {
    this.#worker = new Worker(new URL('./compile-worker.ts', import.meta.url), {
      name: 'pipeline-compiler',
      resourceLimits: { maxOldGenerationSizeMb: MAX_HEAP_MB },
    });
    this.#worker.on('message', (message: { result?: CompileResult }) => {
      if (message.result === undefined) this.#ready.resolve();
      else this.#answer?.({ kind: 'result', result: message.result });
    });
    this.#worker.on('error', (error: NodeJS.ErrnoException) => {
      this.#stop(error.code === 'ERR_WORKER_OUT_OF_MEMORY' ? { kind: 'memory' } : { kind: 'fault', error });
    });
    this.#worker.on('exit', () => this.#stop({ kind: 'fault', error: new Error('the compiler thread has ended') }));
    // Idle, it keeps no process alive.
    this.#worker.unref();
  }

  async ask(request: CompileRequest, deadlineMs: number): Promise<Answer> {
    const { promise, resolve } = Promise.withResolvers<Answer>();
    this.#answer = resolve;
    // The time that the thread takes to load is not the file's.
    await this.#ready.promise;
    this.#worker.postMessage(request);
    const timer = setTimeout(() => resolve({ kind: 'late' }), deadlineMs);
    return promise.finally(() => clearTimeout(timer));
  }

  async end(): Promise<void> {
    await this.#worker.terminate();
  }

  #stop(answer: Answer): void {
    this.#answer?.(answer);
    this.#ready.resolve();
  }
}

function refusal(message: string): CompileResult {
  return { errors: [{ type: 'compiler', message, is_warning: false, data: { file: '' } }], workflows: [], filtered: false };
}

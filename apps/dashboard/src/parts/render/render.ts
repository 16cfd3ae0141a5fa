import type { MarkdownBase } from './markdown-links.ts';

export type RenderRequest =
  | { kind: 'markdown'; source: string; base: MarkdownBase | null }
  | { kind: 'tokens'; source: string; name: string };
export type RenderAnswer = { ready: true } | { value: unknown } | { error: string };

/** How long one text may take, ms; then its thread is ended and it is shown as it is written. Loading a grammar counts. */
const TIME_LIMIT_MS = 10_000;

/** A text took longer than a reader would wait. */
export class RenderTimeError extends Error {
  constructor() {
    super('This text takes too long to render.');
    this.name = 'RenderTimeError';
  }
}

interface Job {
  request: RenderRequest;
  settle: (answer: { value: unknown } | { error: Error }) => void;
}

/** One thread for all texts of a tab, one text at a time; a thread that was ended is replaced for the next text. */
const waiting: Job[] = [];
let thread: { worker: Worker; isReady: boolean; job: Job | null; timer: number } | null = null;

/** Renders in the tab's render thread. @throws RenderTimeError when it took too long. */
export function render(request: RenderRequest): Promise<unknown> {
  return new Promise((resolve, reject) => {
    waiting.push({ request, settle: (answer) => ('error' in answer ? reject(answer.error) : resolve(answer.value)) });
    goOn();
  });
}

function goOn(): void {
  if (waiting.length === 0) return;
  thread ??= open();
  if (!thread.isReady || thread.job !== null) return;
  const job = waiting.shift() as Job;
  thread.job = job;
  thread.timer = window.setTimeout(() => end(new RenderTimeError()), TIME_LIMIT_MS);
  thread.worker.postMessage(job.request);
}

function open(): NonNullable<typeof thread> {
  const worker = new Worker(new URL('./render-worker.ts', import.meta.url), { type: 'module', name: 'render' });
  worker.addEventListener('message', ({ data }: MessageEvent<RenderAnswer>) => {
    if (thread?.worker !== worker) return;
    if ('ready' in data) {
      thread.isReady = true;
    } else {
      const { job, timer } = thread;
      window.clearTimeout(timer);
      thread.job = null;
      job?.settle('error' in data ? { error: new Error(data.error) } : data);
    }
    goOn();
  });
  worker.addEventListener('error', ({ message }) => {
    if (thread?.worker === worker) end(new Error(message || 'The renderer could not be loaded.'));
  });
  return { worker, isReady: false, job: null, timer: 0 };
}

/** Ends the thread; the text in hand fails, or the first one that waits when the thread never came up. */
function end(error: Error): void {
  if (thread === null) return;
  const { worker, job, timer } = thread;
  window.clearTimeout(timer);
  worker.terminate();
  thread = null;
  (job ?? waiting.shift())?.settle({ error });
  goOn();
}

import { statSync } from 'node:fs';

import { openLocalWorkflow, type LocalPlace, type LocalWorkflow } from './local-workflow.ts';

/** How long after the beginning or the end of a workflow the next one is made ready: what follows from both comes first. */
const PAUSE_MS = 150;

/** Keeps one workflow ready with its folders, its network and the place of its first step, which take longer to make than many a step runs. */
export class ReadyWorkflows implements AsyncDisposable {
  readonly #place: LocalPlace;
  #ready: Promise<{ workflow: LocalWorkflow; sources: string } | null> = Promise.resolve(null);
  #timer: NodeJS.Timeout | undefined;
  #isOver = false;

  constructor(place: LocalPlace) {
    this.#place = place;
  }

  /** A new one. @throws MosaicError (`unavailable`) when it cannot be made. */
  async take(): Promise<LocalWorkflow> {
    const workflow = (await this.#takeReady()) ?? (await openLocalWorkflow(this.#place));
    this.#refillSoon();
    workflow.onEnd(() => this.#refillSoon());
    return workflow;
  }

  #refillSoon(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#refill(), PAUSE_MS).unref();
  }

  /** Makes one ready, unless it is or comes. When that fails, the next workflow tries by itself and says why. */
  #refill(): void {
    // Where nothing keeps steps apart, one of another workflow could change what is ready.
    if (this.#isOver || this.#place.fence === null) return;
    this.#ready = this.#ready.then((ready) => ready ?? this.#make().catch(() => null));
  }

  async #make(): Promise<{ workflow: LocalWorkflow; sources: string }> {
    const workflow = await openLocalWorkflow(this.#place);
    const sources = this.#sources(workflow);
    await workflow.prepareNext();
    return { workflow, sources };
  }

  async #takeReady(): Promise<LocalWorkflow | null> {
    const coming = this.#ready;
    this.#ready = Promise.resolve(null);
    const ready = await coming;
    if (ready === null) return null;
    const { workflow, sources } = ready;
    if (sources === this.#sources(workflow) && (await workflow.isCurrent())) return workflow;
    // What cannot be removed, the next server does.
    await workflow[Symbol.asyncDispose]().catch(() => undefined);
    return null;
  }

  /** Which folders are seen in it: one that was made anew since, as a cache that somebody has emptied, is another. */
  #sources(workflow: LocalWorkflow): string {
    const shown = (this.#place.fence?.system ?? []).flatMap((mount) =>
      mount.kind === 'show' || mount.kind === 'give' ? [mount.from] : [],
    );
    return [...shown, ...workflow.folders].map(identityOf).join('\n');
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#isOver = true;
    clearTimeout(this.#timer);
    await (await this.#takeReady())?.[Symbol.asyncDispose]();
  }
}

function identityOf(folder: string): string {
  const found = statSync(folder, { throwIfNoEntry: false });
  return found === undefined ? '' : `${found.dev}:${found.ino}:${found.birthtimeMs}`;
}

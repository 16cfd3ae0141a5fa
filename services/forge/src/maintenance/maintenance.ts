import { clearLeftovers, clearTemporaryPacks, endOrphans, estimateClutter, maintainRepository } from '@mosaic/engines/git';
import { eachAlone } from '@mosaic/platform/lifecycle';
import type { Log } from '@mosaic/platform/log';

import type { RepositoryFolders } from '../repositories/repository-folders.ts';
import type { MaintenanceLedger } from './maintenance-ledger.ts';
import { isDue, rests, type Thresholds } from './maintenance-policy.ts';

export interface MaintenancePorts {
  ledger: MaintenanceLedger;
  folders: RepositoryFolders;
  log: Log;
  settings: {
    /** Pause after a push before its repository is looked at, so that the push's own consequences go first, ms. */
    maintenanceDelayMs: number;
    maintainAfter: Thresholds;
  };
}

/**
 * Maintains repositories in the background: one at a time, behind everything else on the machine. A push or fetch beside it is
 * safe, because nothing is dropped (see maintainRepository). Who waits is kept in memory only: the next push asks again.
 */
export class Maintenance implements AsyncDisposable {
  readonly #ports: MaintenancePorts;
  readonly #stop = new AbortController();
  /** At most one entry for each repository. */
  readonly #waiting = new Set<number>();
  #timer: NodeJS.Timeout | undefined;
  #round: Promise<void> | null = null;

  constructor(ports: MaintenancePorts) {
    this.#ports = ports;
  }

  /** Called after each settled push; cheap. */
  consider(repositoryId: number): void {
    if (this.#stop.signal.aborted) return;
    this.#waiting.add(repositoryId);
    this.#schedule();
  }

  /**
   * At start, before anything else touches a repository: ends what still runs of a killed predecessor and removes the locks and
   * half packs where it was at work.
   */
  async takeOver(): Promise<void> {
    const { ledger, folders, log } = this.#ports;
    const orphans = await endOrphans(folders.root);
    const unfinished = await ledger.unfinished();
    let leftovers = 0;
    await eachAlone(
      new Set([...unfinished, ...(await ledger.pushedInto())]),
      async (id) => (leftovers += await clearLeftovers(folders.open(id))),
      (error, id) => log.error({ err: error, repositoryId: id }, 'what a killed git left in a repository could not be removed'),
    );
    if (unfinished.length > 0) await ledger.forgetUnfinished();
    if (orphans + leftovers > 0) log.info({ orphans, leftovers }, 'ended git processes of the process before and removed what they left');
    for (const id of unfinished) this.consider(id);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#stop.abort();
    clearTimeout(this.#timer);
    await this.#round;
  }

  #schedule(): void {
    if (this.#round !== null || this.#timer !== undefined) return;
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      this.#round = this.#lookAround().finally(() => {
        this.#round = null;
        if (this.#waiting.size > 0 && !this.#stop.signal.aborted) this.#schedule();
      });
    }, this.#ports.settings.maintenanceDelayMs);
    this.#timer.unref();
  }

  async #lookAround(): Promise<void> {
    const round = [...this.#waiting];
    this.#waiting.clear();
    const { signal } = this.#stop;
    await eachAlone(
      round,
      async (id) => (signal.aborted ? undefined : this.#lookAfter(id)),
      (error, id) => {
        if (!signal.aborted) this.#ports.log.warn({ err: error, repositoryId: id }, 'a repository could not be maintained');
      },
    );
  }

  async #lookAfter(id: number): Promise<void> {
    const { ledger, folders, log, settings } = this.#ports;
    const startedAt = Date.now();
    const times = await ledger.times(id);
    if (rests(times, startedAt)) return;
    const gathered = { pushes: await ledger.pushesSince(id, times.doneAt), ...(await estimateClutter(folders.open(id))) };
    if (!isDue(gathered, settings.maintainAfter) || !(await ledger.begin(id, startedAt))) return;
    await folders.work(id, this.#stop.signal, async (git, signal) => {
      try {
        await maintainRepository(git, { signal });
      } catch (error) {
        await clearTemporaryPacks(git);
        throw error;
      }
    });
    await ledger.finish(id, startedAt);
    log.info({ repositoryId: id, ...gathered, elapsedMs: Date.now() - startedAt }, 'maintained a repository');
  }
}

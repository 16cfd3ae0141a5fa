import {
  clearRefLocks,
  hasRefs,
  isZeroId,
  reflogEntries,
  refsMoved,
  resolveCommit,
  setDefaultBranch,
  splitRefName,
  type ReportStatus,
  type Repository as GitRepository,
} from '@mosaic/engines/git';
import { eachAlone } from '@mosaic/platform/lifecycle';
import type { Log } from '@mosaic/platform/log';

import type { RepositoryFolders } from '../repositories/repository-folders.ts';
import { describeMove } from './describe-move.ts';
import { InFlight } from './in-flight.ts';
import { reflogEmail, type Command, type MovedRef, type OpenPush } from './push.ts';
import type { NewPush, PushLedger } from './push-ledger.ts';

/** Pause before a failed settling is tried again. */
const RETRY_MS = 5_000;

/** Opens a push before git runs and settles it when git is done, whoever asked: git over HTTP, the API, or a start after a crash. */
export class PushSettlement implements AsyncDisposable {
  readonly #ledger: PushLedger;
  readonly #folders: RepositoryFolders;
  readonly #log: Log;
  readonly #onSettled: (repositoryId: number) => void;
  readonly #inFlight = new InFlight();
  readonly #landed = new Map<string, () => void>();
  /** Pushes whose settling failed, e.g. on a full disk; tried again until it succeeds or the process ends. */
  readonly #unsettled = new Map<string, OpenPush>();
  #isEnding = false;
  #retry: NodeJS.Timeout | undefined;
  #retrying: Promise<void> = Promise.resolve();

  /** `onSettled` hears of each push whose row and events are committed. */
  constructor(ports: { ledger: PushLedger; folders: RepositoryFolders; log: Log; onSettled: (repositoryId: number) => void }) {
    this.#ledger = ports.ledger;
    this.#folders = ports.folders;
    this.#log = ports.log;
    this.#onSettled = ports.onSettled;
  }

  async open(request: NewPush): Promise<OpenPush> {
    const push = await this.#ledger.open(request);
    const { id } = push.repository;
    const isAlone = this.#inFlight.isIdle(id) && !this.#folders.isWorkedOn(id);
    this.#landed.set(push.id, this.#inFlight.begin(push));
    // What lies there now is of a git that was killed, e.g. for its memory.
    if (isAlone)
      await clearRefLocks(
        this.#folders.open(id),
        push.commands.map(({ ref }) => ref),
      );
    return push;
  }

  /** Settles by git's own report; without one (git died, or the client asked for none) by the refs and the reflog. */
  async settle(push: OpenPush, report: ReportStatus | null): Promise<readonly MovedRef[]> {
    const git = this.#folders.open(push.repository.id);
    return this.#finish(git, push, async () => (report === null ? this.#movedByReflog(git, push) : movedByReport(push, report)));
  }

  /** Settles a change that we made ourselves; none when it failed. */
  async settleAs(push: OpenPush, moved: readonly Command[]): Promise<readonly MovedRef[]> {
    return this.#finish(this.#folders.open(push.repository.id), push, async () => moved);
  }

  /** For a failure of which nothing is known: looks at the refs. */
  async settleFromRefs(push: OpenPush): Promise<readonly MovedRef[]> {
    return this.settle(push, null);
  }

  /** At start, when nothing of a killed predecessor runs any more: settles every push that it left open, oldest first. */
  async recover(): Promise<void> {
    const about = (push: OpenPush) => ({ pushId: push.id, repository: push.repository.fullName });
    // One that cannot be settled is tried again later.
    await eachAlone(
      await this.#ledger.leftOpen(),
      async (push) => {
        const moved = await this.#ledger.takeUp(push, () => this.settle(push, null));
        this.#log.info({ ...about(push), moved: moved.length }, 'settled a push that a stop cut short');
      },
      (error, push) => this.#log.error({ err: error, ...about(push) }, 'a push could not be settled at start'),
    );
  }

  /** Waits for the pushes in hand; what is not settled then is settled at the next start. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.#inFlight.idle();
    this.#isEnding = true;
    clearTimeout(this.#retry);
    this.#unsettled.clear();
    await this.#retrying;
  }

  #retryLater(push: OpenPush): void {
    if (this.#isEnding) return;
    this.#unsettled.set(push.id, push);
    this.#retry ??= setTimeout(() => {
      this.#retry = undefined;
      this.#retrying = this.#retryNow();
    }, RETRY_MS);
  }

  async #retryNow(): Promise<void> {
    // A failure puts it back into the list, for the next time.
    const batch = [...this.#unsettled.values()];
    this.#unsettled.clear();
    await eachAlone(
      batch,
      async (push) => (this.#isEnding ? undefined : this.settle(push, null)),
      (error, push) => this.#log.warn({ err: error, pushId: push.id }, 'a push is still not settled'),
    );
  }

  async #finish(git: GitRepository, push: OpenPush, findMoved: () => Promise<readonly Command[]>): Promise<readonly MovedRef[]> {
    try {
      const described: MovedRef[] = [];
      for (const command of await findMoved()) if (command.before !== command.after) described.push(await describeMove(git, command));
      const first = await this.#firstBranch(git, push, described);
      await this.#inFlight.afterPredecessors(push);
      // Only what is deleted can leave nothing behind.
      const deletes = described.some((ref) => isZeroId(ref.after));
      const empty = deletes && !(await hasRefs(git, 'refs/'));
      await this.#ledger.settle(push, described, { defaultBranch: first, empty });
      this.#onSettled(push.repository.id);
      return described;
    } catch (error) {
      this.#retryLater(push);
      throw error;
    } finally {
      this.#landed.get(push.id)?.();
      this.#landed.delete(push.id);
    }
  }

  /** A repository whose default branch was never pushed takes the one that was (`git push origin master`). */
  async #firstBranch(git: GitRepository, push: OpenPush, moved: readonly MovedRef[]): Promise<string | null> {
    const branches = moved
      .filter((ref) => ref.ref.startsWith('refs/heads/') && !isZeroId(ref.after))
      .map((ref) => splitRefName(ref.ref).name);
    const repository = branches.length === 0 ? null : await this.#ledger.current(push.repository.id);
    const wanted = repository?.defaultBranch ?? '';
    if (repository === null || branches.includes(wanted)) return null;
    if ((await resolveCommit(git, `refs/heads/${wanted}`)) !== null) return null;
    const chosen = ['main', 'master'].find((name) => branches.includes(name)) ?? (branches[0] as string);
    await setDefaultBranch(git, chosen);
    return chosen;
  }

  async #movedByReflog(git: GitRepository, push: OpenPush): Promise<Command[]> {
    const email = reflogEmail(push.id);
    const known = push.commands.filter((command) => command.after !== '');
    const outcomes = await refsMoved(
      git,
      known.map((command) => ({ ref: command.ref, oldId: command.before, newId: command.after })),
      email,
    );
    const moved: Command[] = [];
    for (const [index, command] of known.entries()) {
      const outcome = outcomes[index];
      if (outcome === 'moved' || (outcome === 'unknown' && (await this.#ledger.wasBuiltOn(push.repository.id, command))))
        moved.push(command);
    }
    for (const command of push.commands.filter((one) => one.after === '')) {
      // A commit made through the API: only the reflog knows its id.
      const entry = (await reflogEntries(git, command.ref, 2_000)).find((one) => one.email === email);
      if (entry !== undefined) moved.push({ ref: command.ref, before: entry.oldId, after: entry.newId });
    }
    return moved;
  }
}

function movedByReport(push: OpenPush, report: ReportStatus): Command[] {
  const accepted = new Set(report.refs.filter((ref) => ref.refused === null).map((ref) => ref.ref));
  return push.commands.filter((command) => accepted.has(command.ref));
}

import {
  commitStatusCreated,
  eventData,
  pullRequestMerged,
  pullRequestSynchronized,
  refUpdated,
  type EventRecord,
} from '@mosaic/contracts/mosaic';
import { isMosaicError, MosaicError } from '@mosaic/platform/errors';
import type { Cause } from '@mosaic/platform/events';
import type { Caller } from '@mosaic/platform/identity';
import type { Log } from '@mosaic/platform/log';

import type { ContentReader } from '../contents/content-reader.ts';
import type { ContentWriter } from '../contents/content-writer.ts';
import type { People } from '../identity/people.ts';
import { callerOf } from '../identity/sudo.ts';
import { authorOf, deleteHead } from '../pulls/around-merge.ts';
import type { PullIssue } from '../pulls/pull-events.ts';
import { requireMergeable, type PullMerger } from '../pulls/pull-merger.ts';
import type { Links } from '../present/links.ts';
import type { IssueReader } from '../issues/issue-reader.ts';
import type { RepositoryReader } from '../repositories/repository-reader.ts';
import type { StatusReader } from '../statuses/status-reader.ts';
import type { Repository } from '../repositories/repository.ts';
import { levelIn, reaches } from '../repositories/repository-policy.ts';
import { combinedState } from '../statuses/status.ts';
import type { ScheduleReader } from './schedule-reader.ts';
import type { Reason, ScheduleWriter } from './schedule-writer.ts';
import type { ScheduledMerge } from './scheduled-merge.ts';

/** What a merge is read from and made by. */
interface Sources {
  people: People;
  links: Links;
  repositories: { reader: RepositoryReader };
  contents: { reader: ContentReader; writer: ContentWriter };
  statuses: { reader: StatusReader };
  issues: { reader: IssueReader };
  pulls: { merger: PullMerger };
}

/** Of the scheduled merges in hand: the pull request as it is now. */
interface InHand {
  scheduled: ScheduledMerge;
  repository: Repository;
  issue: PullIssue;
}

/**
 * Merges what was scheduled once the checks of its head succeed. Whatever may bring that about is an event, and each is looked at in its
 * turn; a second look at one changes nothing.
 */
export class ScheduledMerger {
  readonly #sources: Sources;
  readonly #ports: { reader: ScheduleReader; writer: ScheduleWriter; log: Log };

  constructor(sources: Sources, ports: { reader: ScheduleReader; writer: ScheduleWriter; log: Log }) {
    this.#sources = sources;
    this.#ports = ports;
  }

  /** @throws MosaicError as a merge; `conflict` where it waits already, `forbidden` for a credential that ends before it. */
  async schedule(
    repository: Repository,
    issue: PullIssue,
    wish: Pick<ScheduledMerge, 'style' | 'title' | 'text' | 'deletesBranch' | 'headId'> & { by: Caller },
    cause: Cause,
  ): Promise<void> {
    requireMergeable(repository, issue, wish.style);
    if (wish.by.attempt !== null)
      throw new MosaicError('forbidden', 'What an attempt at a task may do ends with it; merge once the checks are green.');
    if (issue.pull.mergeability === 'conflict' || issue.pull.mergeability === 'unrelated')
      throw new MosaicError('not_ready', 'It cannot be merged as it is; settle the conflicts first.');
    if (wish.headId !== '' && wish.headId !== issue.pull.headId) throw new MosaicError('conflict', 'head out of date');
    await this.#ports.writer.schedule(repository, issue, wish, cause);
  }

  /** What an event may have made possible, or impossible. */
  async consider(event: EventRecord): Promise<void> {
    const { repositoryId } = event.data as { repositoryId?: unknown };
    if (typeof repositoryId !== 'number') return;
    for (const scheduled of await this.#ports.reader.into(repositoryId)) {
      if (!concerns(event, scheduled)) continue;
      const found = await this.#find(scheduled);
      if (found !== null) await this.#considerOne(found, event);
    }
  }

  async #find(scheduled: ScheduledMerge): Promise<InHand | null> {
    const repository = await this.#sources.repositories.reader.load(scheduled.repositoryId);
    const issue = repository === null ? null : await this.#sources.issues.reader.byNumber(repository.id, scheduled.number);
    return repository === null || !issue?.pull ? null : { scheduled, repository, issue: { ...issue, pull: issue.pull } };
  }

  async #considerOne(hand: InHand, event: EventRecord): Promise<void> {
    const { scheduled, issue, repository } = hand;
    if (issue.pull.merged !== null) return event.type === pullRequestMerged.type ? this.#finish(hand, event) : undefined;
    if (issue.state === 'closed') return this.#cancel(hand, 'closed', event);
    if (issue.pull.base !== scheduled.base) return this.#cancel(hand, 'base', event);
    const headId = await this.#follow(hand, event);
    if (headId === null) return this.#cancel(hand, 'head', event);
    // A newer push stands in line: its event decides.
    if (headId !== issue.pull.headId) return;
    const states = (await this.#sources.statuses.reader.latest(repository.id, headId)).map(({ state }) => state);
    if (combinedState(states) === 'success') await this.#merge({ ...hand, scheduled: { ...scheduled, headId } }, event);
  }

  /** The head that is agreed to after the event; null where somebody moved it who may not write to the base. */
  async #follow({ scheduled, repository }: InHand, event: EventRecord): Promise<string | null> {
    if (event.type !== pullRequestSynchronized.type) return scheduled.headId;
    const { before, after } = eventData(pullRequestSynchronized, event);
    if (before !== scheduled.headId) return scheduled.headId;
    if ((await this.#writer(event.actor, repository)) === null) return null;
    await this.#ports.writer.follow(scheduled, after, causeOf(event));
    return after;
  }

  async #merge(hand: InHand, event: EventRecord): Promise<void> {
    const { scheduled, repository, issue } = hand;
    const { by, style, title, text, headId, traceId } = scheduled;
    const caller = await this.#writer(by.login, repository);
    // A login may be somebody else's by now.
    if (caller?.id !== by.id) return this.#cancel(hand, 'rights', event);
    const wish = { style, title, text, headId, commitId: '', author: await authorOf(this.#sources, issue), force: false };
    const contributor = {
      caller,
      email: this.#sources.links.noreply(caller.login),
      cause: { actor: caller.login, traceId },
      isAdmin: false,
    };
    try {
      await this.#sources.pulls.merger.merge(repository, issue, wish, contributor);
    } catch (error) {
      if (!isMosaicError(error, 'not_ready', 'conflict', 'not_found', 'forbidden')) throw error;
      // It goes on waiting: a draft that becomes ready, conflicts that are settled, a review that is still missing.
      this.#ports.log.info({ err: error, repository: repository.fullName, number: issue.number }, 'a scheduled merge waits');
    }
  }

  /** Merged by whomever; its branch is deleted where it was as scheduled. */
  async #finish({ scheduled, repository, issue }: InHand, event: EventRecord): Promise<void> {
    const caller = scheduled.deletesBranch && event.actor === scheduled.by.login ? await this.#writer(event.actor, repository) : null;
    const cause = causeOf(event);
    if (caller?.id === scheduled.by.id)
      await deleteHead(this.#sources, repository, issue, { caller, email: this.#sources.links.noreply(caller.login), cause });
    await this.#ports.writer.forget(scheduled, cause);
  }

  async #cancel({ repository, issue }: InHand, reason: Reason, event: EventRecord): Promise<void> {
    await this.#ports.writer.cancel(repository, issue, reason, causeOf(event)).catch((error: unknown) => {
      // Taken back meanwhile.
      if (!isMosaicError(error, 'not_found')) throw error;
    });
  }

  /** Somebody with the rights that they have now; null where they may not merge here. */
  async #writer(login: string, repository: Repository): Promise<Caller | null> {
    const person = await this.#sources.people.find(login);
    if (person === null || person.disabled) return null;
    const caller = callerOf(person);
    const access = await this.#sources.repositories.reader.byId(caller, repository.id);
    return access !== null && reaches(levelIn(access.rights, 'merges'), 'write') && !repository.archived ? caller : null;
  }
}

function concerns(event: EventRecord, { number, headId, base }: ScheduledMerge): boolean {
  if (event.type === commitStatusCreated.type) return eventData(commitStatusCreated, event).sha === headId;
  if (event.type === refUpdated.type) return eventData(refUpdated, event).ref === `refs/heads/${base}`;
  return event.type.startsWith('dev.mosaic.pull_request.') && (event.data as { number?: unknown }).number === number;
}

function causeOf({ actor, traceId }: EventRecord): Cause {
  return { actor, traceId };
}

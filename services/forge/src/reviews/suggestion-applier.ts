import { suggestionsOf, type Suggestion } from '@mosaic/contracts/mosaic';
import { isBinary, readFileAt, type FileAt, type FileChange, type Repository as GitRepository } from '@mosaic/engines/git';
import { isMosaicError, MosaicError } from '@mosaic/platform/errors';

import type { Contributor, ContentWriter } from '../contents/content-writer.ts';
import { requireTip } from '../pulls/bring-head.ts';
import type { BranchAt } from '../pulls/head-updater.ts';
import type { PullIssue } from '../pulls/pull-events.ts';
import type { Repository } from '../repositories/repository.ts';
import type { RepositoryFolders } from '../repositories/repository-folders.ts';
import type { CommentPlaces } from './comment-places.ts';
import { maySee } from './review-policy.ts';
import type { ReviewReader } from './review-reader.ts';
import { pullNow } from './review-rows.ts';
import type { ReviewComment, Reviewer } from './review.ts';
import { replaceLines, type Replacement } from './suggested-text.ts';
import { noteSuggestions, type SuggestionName } from './suggestion-rows.ts';

/** Bytes of a file that suggestions change, as of one whose lines comments stand on. */
const FILE_MAX_BYTES = 2 * 1024 * 1024;

/** What is to be committed, as who asks for it has seen it. */
export interface SuggestionWish {
  head: string;
  suggestions: readonly (SuggestionName & { updatedAt: number })[];
  /** Empty: the usual one. */
  message: string;
}

export interface SuggestionApplierPorts {
  folders: RepositoryFolders;
  contents: ContentWriter;
  reader: ReviewReader;
  places: CommentPlaces;
  /** The name and the address that stand in a commit for somebody. */
  personOf: (writer: Reviewer) => Promise<{ name: string; email: string }>;
}

/** A suggestion with the comment that makes it. */
interface Found extends Suggestion {
  comment: ReviewComment;
}

/** Commits what comments on lines suggest, as a push like any other into the branch that a pull request comes from. */
export class SuggestionApplier {
  readonly #ports: SuggestionApplierPorts;

  constructor(ports: SuggestionApplierPorts) {
    this.#ports = ports;
  }

  /**
   * Answers the commit; where all of them are in one already, that one.
   * @throws MosaicError `conflict` (the head, a comment or lines have changed), `invalid_input` (no such suggestion, two about one line, a
   * file that is no text), `not_ready` (closed), `forbidden` where a rule is against it.
   */
  async apply(
    { repository, issue, head }: { repository: Repository; issue: PullIssue; head: BranchAt },
    wish: SuggestionWish,
    by: Contributor,
  ): Promise<string> {
    const present = await this.#presentIn(issue, wish);
    if (present !== null) return present;
    const { folders, contents } = this.#ports;
    const headId = await requireTip(folders, issue.pull.head);
    if (headId !== wish.head) throw headMoved();
    const found = await this.#find(repository, issue, { wish, by });
    const placed = await this.#place(repository, { ...issue, pull: { ...issue.pull, headId } }, found);
    const files = await changesOf(folders.open(head.repository.id), headId, placed);
    const message = await this.#message(found, wish.message, by);
    const along: Parameters<ContentWriter['commit']>[1]['along'] = async (writer, pushId) => {
      const now = await pullNow(writer, issue.id);
      if (!now.isOpen) throw new MosaicError('not_ready', 'The pull request is closed; nothing is committed to it.');
      await noteSuggestions(writer, wish.suggestions, { pushId, by: by.caller });
    };
    try {
      const done = await contents.commit(head.repository, { branch: head.branch, files, message, expectedParent: headId, along }, by);
      return done.commitId;
    } catch (error) {
      if (isMosaicError(error, 'precondition_failed')) throw headMoved(error);
      throw error;
    }
  }

  /** The commit that has all of them; null where one is still to be made. */
  async #presentIn(issue: PullIssue, { suggestions }: SuggestionWish): Promise<string | null> {
    const applied = await this.#ports.reader.applied(issue.id);
    const commits = new Set(
      suggestions.map(
        ({ comment, position }) => applied.find((one) => one.commentId === comment && one.position === position)?.commitId ?? null,
      ),
    );
    const [only = null] = commits;
    return commits.size === 1 ? only : null;
  }

  async #find(repository: Repository, issue: PullIssue, { wish, by }: { wish: SuggestionWish; by: Contributor }): Promise<Found[]> {
    const found: Found[] = [];
    for (const { comment: id, position, updatedAt } of wish.suggestions) {
      const known = await this.#ports.reader.comment(repository.id, id);
      if (known === null || known.number !== issue.number || !maySee(by.caller, known.review))
        throw new MosaicError('invalid_input', `suggestions: the pull request has no comment ${id} on a line.`);
      const { comment, review } = known;
      if (review.state === 'pending')
        throw new MosaicError('invalid_input', `suggestions: comment ${id} is a draft; submit the review first.`);
      if (comment.updatedAt !== updatedAt)
        throw new MosaicError('conflict', `Comment ${id} has been changed since you have read it; look at it again.`);
      const suggestion = suggestionsOf(comment.body)[position];
      if (suggestion === undefined) throw new MosaicError('invalid_input', `suggestions: comment ${id} has no suggestion ${position}.`);
      if (comment.place.side === 'old')
        throw new MosaicError('invalid_input', `suggestions: comment ${id} stands on a line as it was before the change.`);
      found.push({ ...suggestion, comment });
    }
    return found;
  }

  /** By the files that they are in at the head. */
  async #place(repository: Repository, issue: PullIssue, found: readonly Found[]): Promise<Map<string, Replacement[]>> {
    const placed = new Map<string, Replacement[]>();
    for (const { comment, above, below, lines } of found) {
      const { place } = comment;
      const range = { from: place.line - above, to: place.line + below };
      if (range.from < 1) throw new MosaicError('invalid_input', 'A suggestion reaches beyond the lines of its file.');
      const now = await this.#ports.places.followLines(repository, issue.pull, { place, lines: range });
      if (now === null)
        throw new MosaicError('conflict', `Lines that comment ${comment.id} is about have changed since; the suggestion is outdated.`);
      placed.set(now.path, [...(placed.get(now.path) ?? []), { ...now.lines, lines }]);
    }
    return placed;
  }

  /** Ends with who else has a part in it. */
  async #message(found: readonly Found[], given: string, by: Contributor): Promise<string> {
    const writers = new Map(found.map(({ comment: { author } }) => [author.uid, author]));
    writers.delete(by.caller.uid);
    const people = await Promise.all([...writers.values()].map((writer) => this.#ports.personOf(writer)));
    const usual = found.length === 1 ? 'Apply a suggestion of the review' : `Apply ${found.length} suggestions of the review`;
    const trailers = people.map(({ name, email }) => `Co-authored-by: ${name.replace(/[<>\n\r\0]/g, '')} <${email}>`);
    return [given.trim() || usual, trailers.join('\n')].filter(Boolean).join('\n\n');
  }
}

function headMoved(cause?: unknown): MosaicError {
  return new MosaicError('conflict', 'The branch has moved since you have read it; look at the suggestions again.', { cause });
}

async function changesOf(
  git: GitRepository,
  headId: string,
  placed: ReadonlyMap<string, readonly Replacement[]>,
): Promise<Extract<FileChange, { op: 'update' }>[]> {
  const changes: Extract<FileChange, { op: 'update' }>[] = [];
  for (const [path, replacements] of placed) {
    const { entry, data } = await requireText(git, headId, path);
    const content = replaceLines(data, replacements);
    if (!content.equals(data)) changes.push({ op: 'update', path, content, expectedBlobId: entry.id });
  }
  if (changes.length === 0) throw new MosaicError('invalid_input', 'The lines are as suggested already; there is nothing to commit.');
  return changes;
}

/** @throws MosaicError `too_large` besides. */
async function requireText(git: GitRepository, headId: string, path: string): Promise<FileAt> {
  const name = path.slice(0, 200).toWellFormed();
  const file = await readFileAt(git, headId, path, FILE_MAX_BYTES);
  if (file === null) throw new MosaicError('conflict', `There is no file "${name}" any more.`);
  if (file.entry.kind !== 'file' || isBinary(file.data))
    throw new MosaicError('invalid_input', `"${name}" is no text whose lines can be replaced.`);
  return file;
}

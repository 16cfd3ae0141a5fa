import { isDamaged, isZeroId, splitRefName } from '@mosaic/engines/git';

import {
  commentChanged,
  commitStatusCreated,
  eventData,
  type EventRecord,
  issueChanged,
  issueClosed,
  issueOpened,
  refUpdated,
  repositoryForked,
} from '@mosaic/contracts/mosaic';
import { isMosaicError } from '@mosaic/platform/errors';

import { presentPayloadCommit } from '../present/commit.ts';
import { presentComment, presentIssue } from '../present/issue.ts';
import { presentRepository } from '../present/repository.ts';
import { rfc3339 } from '../present/time.ts';
import { presentUser } from '../present/user.ts';
import type { Payload, PayloadPorts } from './payload.ts';
import { pullPayloads } from './pull-payloads.ts';
import { releasePayloads } from './release-payloads.ts';
import type { Repository } from '../repositories/repository.ts';

/** Commits of a push payload (Gitea's ui.FEED_MAX_COMMIT_NUM), and files listed of each. */
const COMMITS_MAX = 5;
const FILES_MAX = 300;

/** Gitea's payloads of one event (forge contract 5.3), in the order of delivery; none for events that no webhook tells. */
export async function payloadsOf(
  ports: PayloadPorts,
  repository: Repository,
  { record, actorUid }: { record: EventRecord; actorUid: number },
): Promise<Payload[]> {
  const common = {
    repository: presentRepository(ports.links, repository, 'admin'),
    sender: presentUser(ports.links, { uid: actorUid, login: record.actor }),
  };
  switch (record.type) {
    case refUpdated.type:
      return refPayloads(ports, repository, record, common);
    case repositoryForked.type:
      return forkPayloads(ports, record, common);
    case commitStatusCreated.type:
      return statusPayloads(ports, repository, record, common);
    case issueOpened.type:
      return issuePayloads(ports, repository, { number: eventData(issueOpened, record).number, action: 'opened' }, common);
    case issueClosed.type:
      return issuePayloads(ports, repository, { number: eventData(issueClosed, record).number, action: 'closed' }, common);
    case issueChanged.type:
      return issuePayloads(ports, repository, eventData(issueChanged, record), common);
    case commentChanged.type:
      return commentPayloads(ports, repository, record, common);
    default:
      return (await releasePayloads(ports, repository, record, common)) ?? pullPayloads(ports, repository, record, common);
  }
}

/** As Gitea sends it: `forkee` is what was forked, `repository` the fork. */
async function forkPayloads(ports: PayloadPorts, record: EventRecord, { repository: forkee, sender }: Common): Promise<Payload[]> {
  const fork = await ports.repositories.load(eventData(repositoryForked, record).forkId);
  if (fork === null) return [];
  return [{ event: 'fork', ref: null, body: { forkee, repository: presentRepository(ports.links, fork, 'admin'), sender } }];
}

type Common = Record<'repository' | 'sender', unknown>;

async function refPayloads(ports: PayloadPorts, repository: Repository, record: EventRecord, common: Common): Promise<Payload[]> {
  const data = eventData(refUpdated, record);
  const { kind, name } = splitRefName(data.ref);
  if (kind === 'other') return [];
  const push = { event: 'push', ref: data.ref, body: await pushBody(ports, repository, data, common) };
  if (isZeroId(data.after))
    return [{ event: 'delete', ref: data.ref, body: { ref: name, ref_type: kind, pusher_type: 'user', ...common } }, push];
  if (isZeroId(data.before))
    return [{ event: 'create', ref: data.ref, body: { sha: data.after, ref: name, ref_type: kind, ...common } }, push];
  return [push];
}

async function pushBody(
  ports: PayloadPorts,
  repository: Repository,
  { ref, before, after }: { ref: string; before: string; after: string },
  common: Common,
) {
  const { items, total } = isZeroId(after) ? { items: [], total: 0 } : await pushedCommits(ports, repository, { ref, before, after });
  const files = await changedFilesOf(
    ports,
    repository,
    items.map((commit) => commit.id),
  );
  const commits = items.map((commit) => presentPayloadCommit(ports.links, repository, commit, files.get(commit.id) ?? null));
  const html = ports.links.repository(repository);
  return {
    ref,
    before,
    after,
    compare_url: isZeroId(before) || isZeroId(after) ? `${html}/commit/${after}` : `${html}/compare/${before}...${after}`,
    commits,
    total_commits: total,
    head_commit: commits[0] ?? null,
    repository: common.repository,
    pusher: common.sender,
    sender: common.sender,
  };
}

/** None where a tree cannot be read: the push is told all the same. */
async function changedFilesOf(ports: PayloadPorts, repository: Repository, ids: readonly string[]) {
  try {
    return await ports.contents.files(repository, ids, FILES_MAX);
  } catch (error) {
    if (isDamaged(error)) return new Map<string, never>();
    throw error;
  }
}

/** A new branch is told from where it left the default branch; nothing when its commit is already gone again. */
async function pushedCommits(
  ports: PayloadPorts,
  repository: Repository,
  { ref, before, after }: { ref: string; before: string; after: string },
) {
  try {
    const head = await ports.contents.commitId(repository, after);
    const isDefault = ref === `refs/heads/${repository.defaultBranch}`;
    const base = !isZeroId(before) ? before : isDefault ? null : await tipOf(ports, repository);
    const found = await ports.contents.between(repository, { before: base, after: head, limit: COMMITS_MAX });
    // A branch made from what is there already has no commits of its own; receivers want the one it points at.
    if (found.items.length === 0) return { items: [await ports.contents.commit(repository, head)], total: 1 };
    return found;
  } catch (error) {
    // Nobody repairs a damaged repository but its owner; the push is told all the same.
    if (isDamaged(error) || isMosaicError(error, 'not_found', 'internal', 'too_large')) return { items: [], total: 0 };
    throw error;
  }
}

async function tipOf(ports: PayloadPorts, repository: Repository): Promise<string | null> {
  const tip = await ports.contents.ref(repository, `refs/heads/${repository.defaultBranch}`);
  return tip?.commitId ?? null;
}

async function statusPayloads(ports: PayloadPorts, repository: Repository, record: EventRecord, common: Common): Promise<Payload[]> {
  const data = eventData(commitStatusCreated, record);
  const status =
    data.statusId === undefined
      ? // Told before events bore the number.
        ((await ports.statuses.latest(repository.id, data.sha)).find((one) => one.context === data.context) ?? null)
      : await ports.statuses.byId(repository.id, data.statusId);
  if (status === null) return [];
  const commit = await ports.contents.commit(repository, data.sha).catch((error: unknown) => {
    // Pruned since: the status is told without it.
    if (isDamaged(error) || isMosaicError(error, 'not_found', 'too_large')) return null;
    throw error;
  });
  const body = {
    id: status.id,
    sha: status.sha,
    state: status.state,
    context: status.context,
    description: status.description,
    target_url: status.targetUrl,
    commit: commit === null ? null : presentPayloadCommit(ports.links, repository, commit, null),
    created_at: rfc3339(status.createdAt),
    updated_at: rfc3339(status.createdAt),
    ...common,
  };
  return [{ event: 'status', ref: null, body }];
}

async function issuePayloads(
  ports: PayloadPorts,
  repository: Repository,
  { number, action }: { number: number; action: string },
  common: Common,
): Promise<Payload[]> {
  const issue = await ports.issues.byNumber(repository.id, number);
  if (issue === null) return [];
  return [
    { event: 'issues', ref: null, body: { action, number, issue: presentIssue(ports.links, repository, issue), ...common, commit_id: '' } },
  ];
}

async function commentPayloads(ports: PayloadPorts, repository: Repository, record: EventRecord, common: Common): Promise<Payload[]> {
  const data = eventData(commentChanged, record);
  const found = await ports.issues.comment(repository.id, data.commentId);
  if (found === null) return [];
  const issue = presentIssue(ports.links, repository, found.issue);
  const comment = presentComment(ports.links, repository, found);
  const isPull = found.issue.pull !== null;
  const body = { action: data.action, issue, comment, ...common, is_pull: isPull };
  return [{ event: isPull ? 'pull_request_comment' : 'issue_comment', ref: null, body }];
}

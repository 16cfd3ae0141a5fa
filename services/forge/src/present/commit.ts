import type { ChangedFiles, Commit, ListedRef } from '@mosaic/engines/git';

import type { Repository } from '../repositories/repository.ts';
import type { BranchStanding } from '../protection/protection-policy.ts';
import type { Links } from './links.ts';

const UNVERIFIED = { verified: false, reason: 'gpg.error.not_signed_commit', signature: '', signer: null, payload: '' };

/** Gitea's Commit. Besides: `truncated` where the message goes on, `files_truncated` where `files` do. `author` and `committer` (users) are null: an e-mail in a commit proves nothing. */
export function presentCommit(links: Links, repository: Repository, commit: Commit, files: ChangedFiles | null) {
  const url = links.object(repository, 'commit', commit.id);
  return {
    url,
    sha: commit.id,
    created: commit.committer.date,
    html_url: `${links.repository(repository)}/commit/${commit.id}`,
    commit: {
      url,
      author: { ...commit.author },
      committer: { ...commit.committer },
      message: commit.message,
      tree: { url: links.object(repository, 'tree', commit.treeId), sha: commit.treeId, created: commit.committer.date },
      verification: UNVERIFIED,
    },
    author: null,
    committer: null,
    parents: commit.parentIds.map((sha) => ({ url: links.object(repository, 'commit', sha), sha, created: commit.committer.date })),
    ...(commit.truncated ? { truncated: true } : {}),
    ...(files === null ? {} : { files: presentFiles(files) }),
    ...(files?.truncated === true ? { files_truncated: true } : {}),
  };
}

function presentFiles(files: ChangedFiles) {
  return [
    ...files.added.map((filename) => ({ filename, status: 'added' })),
    ...files.removed.map((filename) => ({ filename, status: 'removed' })),
    ...files.modified.map((filename) => ({ filename, status: 'modified' })),
  ].toSorted((a, b) => (a.filename < b.filename ? -1 : 1));
}

/** A commit as payloads and branches carry it. */
export function presentPayloadCommit(links: Links, repository: Repository, commit: Commit, files: ChangedFiles | null) {
  return {
    id: commit.id,
    message: commit.message,
    url: `${links.repository(repository)}/commit/${commit.id}`,
    author: { name: commit.author.name, email: commit.author.email, username: '' },
    committer: { name: commit.committer.name, email: commit.committer.email, username: '' },
    verification: null,
    timestamp: commit.committer.date,
    added: files?.added ?? null,
    removed: files?.removed ?? null,
    modified: files?.modified ?? null,
  };
}

/** In which repository a branch is, and what whoever asks may do with it. */
export interface BranchView {
  repository: Repository;
  standing: (branch: string) => BranchStanding;
}

/** Gitea's Branch. */
export function presentBranch(links: Links, { repository, standing }: BranchView, name: string, commit: Commit) {
  return branchWith(name, presentPayloadCommit(links, repository, commit, null), standing(name));
}

/** A branch whose commit cannot be read, among the others of a list: `damaged` besides Gitea's members, and words for who reads those. */
export function presentDamagedBranch({ standing }: Pick<BranchView, 'standing'>, { name, id }: Pick<ListedRef, 'name' | 'id'>) {
  const nobody = { name: '', email: '', username: '' };
  const message = 'This branch is damaged: its commit cannot be read.';
  const lost = { id, message, url: '', author: nobody, committer: nobody, verification: null, timestamp: '' };
  return { ...branchWith(name, { ...lost, added: null, removed: null, modified: null }, standing(name)), damaged: true };
}

function branchWith(name: string, commit: ReturnType<typeof presentPayloadCommit>, { rule, mayPush, mayMerge }: BranchStanding) {
  return {
    name,
    commit,
    protected: rule !== null,
    required_approvals: rule?.approvals.required ?? 0,
    enable_status_check: rule?.checks.required ?? false,
    status_check_contexts: rule?.checks.contexts ?? [],
    user_can_push: mayPush,
    user_can_merge: mayMerge,
    effective_branch_protection_name: rule?.name ?? '',
  };
}

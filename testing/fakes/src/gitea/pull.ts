import type { ChangedFile, PullRequest } from '@mosaic/contracts/gitea';
import type { z } from 'zod';

import { PUBLIC_URL, presentRepository, userOf, type FakePull, type FakeRepository } from './repository.ts';

/** A pull request with what is left out: open, ada's, of one file, without a conflict. */
export function newPull(given: Partial<FakePull> & Pick<FakePull, 'number' | 'head' | 'sha'>): FakePull {
  const text = { title: `Change ${given.head}`, body: '', author: 'ada', base: 'main' };
  return { ...text, state: 'open', files: ['a.txt'], labels: [], comments: [], conflicts: [], ...given };
}

/** As Gitea has it: a title that begins so is a draft. */
const DRAFT = /^(?:WIP:|\[WIP\])/i;

export function presentPull(repository: FakeRepository, pull: FakePull): z.input<typeof PullRequest> {
  const repo = presentRepository(repository, undefined);
  const side = (ref: string, sha: string) => ({ label: ref, ref, sha, repo_id: repository.id, repo });
  const isDraft = DRAFT.test(pull.title);
  return {
    id: pull.number,
    number: pull.number,
    user: userOf(pull.author),
    title: pull.title,
    body: pull.body,
    labels: pull.labels.map((name, index) => ({ id: index + 1, name })),
    state: pull.state,
    draft: isDraft,
    comments: pull.comments.length,
    additions: pull.files.length,
    deletions: 0,
    changed_files: pull.files.length,
    merge_base: repository.branches[pull.base] ?? '',
    html_url: `${PUBLIC_URL}/${repository.owner}/${repository.name}/pulls/${pull.number}`,
    mergeable: !isDraft && pull.state === 'open' && pull.conflicts.length === 0,
    merged: pull.merged !== undefined,
    merge_commit_sha: pull.merged?.commit ?? null,
    merged_by: pull.merged === undefined ? null : userOf(pull.merged.by),
    base: side(pull.base, repository.branches[pull.base] ?? ''),
    head: side(pull.head, pull.sha),
    ...(pull.conflicts.length === 0 ? {} : { conflicted_files: pull.conflicts }),
  };
}

export function presentChangedFile(filename: string): z.input<typeof ChangedFile> {
  return { filename, status: 'added', additions: 1, deletions: 0, changes: 1 };
}

import type * as gitea from '@mosaic/contracts/gitea';
import { MosaicError } from '@mosaic/platform/errors';

import { found } from '../found.ts';
import type { Answers, Asker } from '../operations/answers.ts';
import { pageOf } from '../paging.ts';
import { signedIn } from '../rights.ts';
import { newPull, presentChangedFile, presentPull } from './pull.ts';
import type { FakePull, FakeRepository } from './repository.ts';
import { changeable, visible, type ForgeState } from './state.ts';

interface Named {
  owner: string;
  repo: string;
}

/** Pull requests between branches of one repository. */
export function pullAnswers(state: ForgeState): Answers<typeof gitea> {
  const pullOf = ({ index, ...named }: Named & { index: number }, asker: Asker): FakePull =>
    found(visible(state, named, asker).pulls.find(({ number }) => number === index));
  return {
    repoListPullRequests({ query, ...named }, asker) {
      const repository = visible(state, named, asker);
      const wanted = repository.pulls.filter(
        (pull) =>
          (query.state === 'all' || pull.state === query.state) &&
          (query.base_branch === '' || pull.base === query.base_branch) &&
          (query.poster === '' || pull.author === query.poster),
      );
      return pageOf(query.sort === 'oldest' ? wanted : wanted.toReversed(), query, asker).map((pull) => presentPull(repository, pull));
    },
    repoGetPullRequest: (named, asker) => presentPull(visible(state, named, asker), pullOf(named, asker)),
    repoGetPullRequestByBaseHead({ base, head, ...named }, asker) {
      const repository = visible(state, named, asker);
      const branch = branchOf(named, head);
      return presentPull(repository, found(repository.pulls.findLast((pull) => pull.base === base && pull.head === branch)));
    },
    repoCreatePullRequest({ body: { title, body, base, head: given }, ...named }, asker) {
      const repository = changeable(state, named, { asker, right: 'pull' });
      const head = branchOf(named, given);
      const sha = found(repository.branches[head]);
      found(repository.branches[base]);
      if (head === base) throw new MosaicError('invalid_input', 'A branch is not merged into itself.');
      if (repository.pulls.some((pull) => pull.state === 'open' && pull.base === base && pull.head === head))
        throw new MosaicError('conflict', `There is an open pull request of ${head} into ${base} already.`);
      const author = signedIn(state, asker) ?? 'mosaic';
      const pull = newPull({ number: nextNumber(repository), title, body, base, head, sha, author });
      repository.pulls.push(pull);
      return presentPull(repository, pull);
    },
    repoMergePullRequest({ body, index, ...named }, asker) {
      const repository = changeable(state, named, { asker, right: 'push' });
      const pull = pullOf({ index, ...named }, asker);
      if (presentPull(repository, pull).mergeable !== true) throw new MosaicError('not_ready', 'It cannot be merged as it is.');
      if (body.head_commit_id !== '' && body.head_commit_id !== pull.sha) throw new MosaicError('conflict', 'Its head has moved.');
      const isAwaited: boolean = body.merge_when_checks_succeed ?? false;
      if (isAwaited) throw new MosaicError('not_ready', 'The fake waits for no checks.');
      if (body.force_merge === true) throw new MosaicError('not_ready', 'The fake knows no rule to pass over.');
      const words = { title: body.MergeTitleField, message: body.MergeMessageField };
      pull.merged = { commit: pull.sha, by: signedIn(state, asker) ?? 'mosaic', style: body.Do ?? 'merge', ...words };
      pull.state = 'closed';
      repository.branches[pull.base] = pull.sha;
      if (body.delete_branch_after_merge === true) delete repository.branches[pull.head];
    },
    repoGetPullRequestFiles: ({ query, ...named }, asker) => pageOf(pullOf(named, asker).files, query, asker).map(presentChangedFile),
  };
}

/** A head may be named with the owner of its repository. */
function branchOf({ owner }: Named, head: string): string {
  return head.startsWith(`${owner}:`) ? head.slice(owner.length + 1) : head;
}

/** Issues and pull requests count together. */
function nextNumber({ issues, pulls }: FakeRepository): number {
  return Math.max(0, ...issues.map(({ number }) => number), ...pulls.map(({ number }) => number)) + 1;
}

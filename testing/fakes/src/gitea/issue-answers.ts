import type * as gitea from '@mosaic/contracts/gitea';
import { MosaicError } from '@mosaic/platform/errors';

import { found } from '../found.ts';
import type { Answers, Asker } from '../operations/answers.ts';
import { pageOf } from '../paging.ts';
import { permissionsOf, signedIn } from '../rights.ts';
import { presentComment, presentIssue, type FakeIssue } from './repository.ts';
import { changeable, visible, type ForgeState } from './state.ts';

interface Named {
  owner: string;
  repo: string;
}

/** Issues and their comments. */
export function issueAnswers(state: ForgeState): Answers<typeof gitea> {
  let comments = 0;
  const issueOf = ({ index, ...named }: Named & { index: number }, asker: Asker): FakeIssue =>
    found(visible(state, named, asker).issues.find(({ number }) => number === index));
  const authorOf = (asker: Asker) => signedIn(state, asker) ?? 'mosaic';
  return {
    issueListIssues({ query, ...named }, asker) {
      const repository = visible(state, named, asker);
      const { state: wished, type } = query;
      const wanted = repository.issues.filter((issue) => type !== 'pulls' && (wished === 'all' || issue.state === wished));
      return pageOf(wanted.toReversed(), query, asker).map((issue) => presentIssue(repository, issue));
    },
    issueGetIssue: (named, asker) => presentIssue(visible(state, named, asker), issueOf(named, asker)),
    issueCreateIssue({ body: { title, body }, ...named }, asker) {
      const repository = changeable(state, named, { asker, right: 'pull' });
      const author = authorOf(asker);
      const issue: FakeIssue = { number: repository.issues.length + 1, title, body, state: 'open', author, comments: [] };
      repository.issues.push(issue);
      return presentIssue(repository, issue);
    },
    issueEditIssue({ body: { title, body, state: wanted, assignee, assignees }, ...named }, asker) {
      const repository = changeable(state, named, { asker, right: 'pull' });
      const issue = issueOf(named, asker);
      const login = signedIn(state, asker);
      if (login !== issue.author && !permissionsOf(repository, login).push) throw new MosaicError('forbidden', 'It is not yours.');
      issue.assignees = assignees ?? (assignee === '' ? (issue.assignees ?? []) : [assignee]);
      issue.title = title ?? issue.title;
      issue.body = body ?? issue.body;
      issue.state = wanted ?? issue.state;
      return presentIssue(repository, issue);
    },
    issueGetComments(named, asker) {
      const [repository, issue] = [visible(state, named, asker), issueOf(named, asker)];
      return issue.comments.map((comment) => presentComment(repository, issue, comment));
    },
    issueCreateComment({ body: { body }, ...named }, asker) {
      const repository = visible(state, named, asker);
      const issue = repository.pulls.find(({ number }) => number === named.index) ?? issueOf(named, asker);
      const comment = { id: (comments += 1), body, author: authorOf(asker) };
      issue.comments.push(comment);
      return presentComment(repository, issue, comment);
    },
  };
}

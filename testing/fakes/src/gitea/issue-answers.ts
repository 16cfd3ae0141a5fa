import type * as gitea from '@mosaic/contracts/gitea';

import { found } from '../found.ts';
import type { Answers, Asker } from '../operations/answers.ts';
import { pageOf } from '../paging.ts';
import { presentComment, presentIssue, type FakeIssue } from './repository.ts';
import { loginOf, visible, type ForgeState } from './state.ts';

interface Named {
  owner: string;
  repo: string;
}

/** Issues and their comments. */
export function issueAnswers(state: ForgeState): Answers<typeof gitea> {
  let comments = 0;
  const issueOf = ({ index, ...named }: Named & { index: number }, asker: Asker): FakeIssue =>
    found(visible(state, named, asker).issues.find(({ number }) => number === index));
  return {
    issueListIssues({ query, ...named }, asker) {
      const { issues } = visible(state, named, asker);
      const wanted = issues.filter((issue) => query.state === 'all' || issue.state === query.state);
      return pageOf(wanted.toReversed(), query, asker).map(presentIssue);
    },
    issueGetIssue: (named, asker) => presentIssue(issueOf(named, asker)),
    issueCreateIssue({ body: { title, body }, ...named }, asker) {
      const { issues } = visible(state, named, asker);
      const author = loginOf(state, asker) ?? 'mosaic';
      const issue: FakeIssue = { number: issues.length + 1, title, body, state: 'open', author, comments: [] };
      issues.push(issue);
      return presentIssue(issue);
    },
    issueEditIssue({ body: { title, body, state: wanted }, ...named }, asker) {
      const issue = issueOf(named, asker);
      issue.title = title ?? issue.title;
      issue.body = body ?? issue.body;
      issue.state = wanted ?? issue.state;
      return presentIssue(issue);
    },
    issueGetComments: (named, asker) => issueOf(named, asker).comments.map(presentComment),
    issueCreateComment({ body: { body }, ...named }, asker) {
      const comment = { id: (comments += 1), body };
      issueOf(named, asker).comments.push(comment);
      return presentComment(comment);
    },
  };
}

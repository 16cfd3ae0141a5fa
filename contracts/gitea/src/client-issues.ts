import { query } from '@mosaic/contracts/wire';

import { repositoryPath, type CallOptions, type Calls, type Page, type Paging } from './calls.ts';
import { Comment, Issue, type IssueState } from './schemas.ts';

/** `labels` are names, comma-separated on the wire; an issue must bear all of them. */
export interface IssueSearch extends Paging {
  state?: IssueState | 'all';
  labels?: readonly string[];
  /** Part of the title or text. */
  q?: string;
}

/** Issues and their comments. `number` counts within the repository. */
export interface IssueCalls {
  listIssues(owner: string, name: string, search?: IssueSearch, options?: CallOptions): Promise<Page<Issue>>;
  getIssue(owner: string, name: string, number: number, options?: CallOptions): Promise<Issue | null>;
  /** `labels` are ids, as in Gitea; names work with our forge and with Gitea ≥ 1.22. */
  createIssue(
    owner: string,
    name: string,
    issue: { title: string; body?: string; labels?: readonly (number | string)[] },
    options?: CallOptions,
  ): Promise<Issue>;
  editIssue(
    owner: string,
    name: string,
    number: number,
    change: { title?: string; body?: string; state?: IssueState },
    options?: CallOptions,
  ): Promise<Issue>;
  listComments(owner: string, name: string, number: number, options?: CallOptions): Promise<Comment[]>;
  createComment(owner: string, name: string, number: number, body: string, options?: CallOptions): Promise<Comment>;
  editComment(owner: string, name: string, id: number, body: string, options?: CallOptions): Promise<Comment>;
}

export function issueCalls(calls: Calls): IssueCalls {
  const issues = (owner: string, name: string) => `${repositoryPath(owner, name)}/issues`;
  return {
    listIssues: (owner, name, { labels, ...search } = {}, options) =>
      calls.page(
        Issue,
        { method: 'GET', path: `${issues(owner, name)}${query({ type: 'issues', ...search, labels: labels?.join(',') })}` },
        options,
      ),
    getIssue: (owner, name, number, options) =>
      calls.oneOrNull(Issue, { method: 'GET', path: `${issues(owner, name)}/${number}` }, options),
    createIssue: (owner, name, body, options) => calls.one(Issue, { method: 'POST', path: issues(owner, name), body }, options),
    editIssue: (owner, name, number, body, options) =>
      calls.one(Issue, { method: 'PATCH', path: `${issues(owner, name)}/${number}`, body }, options),
    listComments: async (owner, name, number, options) =>
      (await calls.page(Comment, { method: 'GET', path: `${issues(owner, name)}/${number}/comments` }, options)).items,
    createComment: (owner, name, number, body, options) =>
      calls.one(Comment, { method: 'POST', path: `${issues(owner, name)}/${number}/comments`, body: { body } }, options),
    editComment: (owner, name, id, body, options) =>
      calls.one(Comment, { method: 'PATCH', path: `${issues(owner, name)}/comments/${id}`, body: { body } }, options),
  };
}

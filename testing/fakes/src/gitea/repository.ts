import type { Branch, Comment, CommitStatus, ContentsEntry, Hook, Issue, Repository, StatusState, User } from '@mosaic/contracts/gitea';
import type { z } from 'zod';

import { permissionsOf, type Guarded } from '../rights.ts';

/** A repository of the fake forge. */
export interface FakeRepository extends Guarded {
  id: number;
  name: string;
  /** Files by commit, branch or tag; those of {@link ANY_REF} stand at every ref that has none. */
  files: Record<string, Record<string, string>>;
  /** Heads. */
  branches: Record<string, string>;
  hooks: FakeHook[];
  statuses: FakeStatus[];
  issues: FakeIssue[];
  pulls: FakePull[];
}

export interface FakeHook {
  id: number;
  url: string;
  secret: string;
  content_type?: string | undefined;
  events?: string[] | undefined;
  branch_filter?: string | undefined;
  active?: boolean | undefined;
  /** Ids of the events of the past that it was given. */
  redelivered?: string[];
}

export interface FakeStatus {
  sha: string;
  state: StatusState;
  context: string;
  target_url: string;
  description: string;
  creator?: string;
}

export interface FakeIssue {
  number: number;
  title: string;
  body: string;
  state: 'open' | 'closed';
  author: string;
  assignees?: readonly string[];
  comments: FakeComment[];
}

export interface FakeComment {
  id: number;
  body: string;
  author: string;
}

export const DEFAULT_BRANCH = 'main';
export const ANY_REF = '*';

/** A pull request of the fake forge, between branches of its repository. */
export interface FakePull {
  number: number;
  title: string;
  body: string;
  state: 'open' | 'closed';
  author: string;
  base: string;
  head: string;
  /** Its newest commit. */
  sha: string;
  files: string[];
  labels: string[];
  comments: FakeComment[];
  /** Files that keep it from being merged. */
  conflicts: string[];
  /** What its base has of it, once it is merged, and who merged it. */
  merged?: { commit: string; by: string; style: string; title: string; message: string };
}

/** Where people see it. */
export const PUBLIC_URL = 'http://localhost:8080';

/** A repository with what is left out: public, empty, its owner's alone. */
export function newRepository(given: Partial<FakeRepository> & Pick<FakeRepository, 'id' | 'owner' | 'name'>): FakeRepository {
  return { private: false, members: {}, files: {}, branches: {}, hooks: [], statuses: [], issues: [], pulls: [], ...given };
}

/** Whether it has a commit, branch or tag of this name. */
export function hasRef({ files, branches, statuses }: FakeRepository, ref: string): boolean {
  const commits = [...Object.values(branches), ...statuses.map(({ sha }) => sha)];
  return ANY_REF in files || ref in files || ref in branches || commits.includes(ref);
}

/** The files at a ref, the default branch where it is empty. */
export function filesAt({ files, branches }: FakeRepository, ref: string): Record<string, string> {
  const name = ref === '' ? DEFAULT_BRANCH : ref;
  return files[name] ?? files[branches[name] ?? ''] ?? files[ANY_REF] ?? {};
}

export function presentRepository(repository: FakeRepository, login: string | undefined): z.input<typeof Repository> {
  const fullName = `${repository.owner}/${repository.name}`;
  return {
    id: repository.id,
    owner: { id: 1, login: repository.owner },
    name: repository.name,
    full_name: fullName,
    private: repository.private,
    default_branch: DEFAULT_BRANCH,
    has_pull_requests: true,
    html_url: `${PUBLIC_URL}/${fullName}`,
    clone_url: `${PUBLIC_URL}/${fullName}.git`,
    permissions: permissionsOf(repository, login),
  };
}

export function presentHook({ id, url, content_type, events = ['push'], branch_filter, active = false }: FakeHook): z.input<typeof Hook> {
  return { id, active, branch_filter, type: 'gitea', events, config: { url, content_type } };
}

export function presentBranch(name: string, sha: string): z.input<typeof Branch> {
  return { name, commit: { id: sha, message: 'the head', author: { name: 'Ada', email: 'ada@localhost' } } };
}

/** The members of a folder. */
export function presentFolder(files: Record<string, string>, folder: string): z.input<typeof ContentsEntry>[] {
  const inside = folder === '' ? '' : `${folder}/`;
  return Object.keys(files)
    .filter((path) => path.startsWith(inside))
    .map((path) => ({ name: path.slice(inside.length), path, sha: 'b'.repeat(40), type: 'file' as const }));
}

export function presentIssue(
  { id, owner, name }: FakeRepository,
  { comments, author, assignees = [], ...issue }: FakeIssue,
): z.input<typeof Issue> {
  const people = assignees.map(userOf);
  return {
    ...issue,
    id: issue.number,
    user: userOf(author),
    comments: comments.length,
    assignee: people[0] ?? null,
    assignees: people.length === 0 ? null : people,
    closed_at: issue.state === 'closed' ? new Date(0).toISOString() : null,
    due_date: null,
    repository: { id, name, owner, full_name: `${owner}/${name}` },
  };
}

export function presentComment(
  { owner, name }: FakeRepository,
  { number }: FakeIssue,
  { author, ...comment }: FakeComment,
): z.input<typeof Comment> {
  return { ...comment, user: userOf(author), issue_url: `${PUBLIC_URL}/${owner}/${name}/issues/${number}` };
}

/** The request's `state` is the answer's `status`. */
export function presentStatus({ sha: _sha, state, creator, ...status }: FakeStatus, index: number): z.input<typeof CommitStatus> {
  return { id: index + 1, status: state, creator: creator === undefined ? null : userOf(creator), ...status };
}

export function userOf(login: string): z.input<typeof User> {
  return { id: 2, login };
}

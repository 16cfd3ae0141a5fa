import type { Comment, Commit, Issue, PullRequest, Repository } from '@mosaic/contracts/gitea';
import {
  getSession,
  getSystem,
  inboxList,
  journeyList,
  listPrincipals,
  type listPullChanges,
  type listPullReviews,
  listTokens,
  tonyAgentList,
  tonyProjectList,
  type Agent,
  type AuditRecord,
  type Deployment,
  type InboxEntry,
  type Project,
  type Session,
  type Task,
  type Token,
} from '@mosaic/contracts/mosaic';
import type { LogEntry, Pipeline, Repo } from '@mosaic/contracts/woodpecker';
import type { z } from 'zod';

import type { FakeDoors } from './fake-doors.ts';

const AT = Date.UTC(2026, 0, 2);
const MOMENT = '2026-01-02T00:00:00Z';

const PERSON = {
  id: 'p-1',
  uid: 1,
  login: 'ada',
  kind: 'person',
  role: 'administrator',
  builtIn: false,
  name: 'Ada',
  email: 'ada@example.org',
  disabled: false,
  createdAt: AT,
} as const;

export const session = (grants: Session['grants'] = ['*:*:*']): Session => ({ principal: PERSON, grants, expiresAt: null });

export const project = (name: string): Project => ({
  name,
  repository: `ada/${name}`,
  private: false,
  owner: 'ada',
  createdAt: AT,
  environments: [],
});

export const repository = (number: number): z.input<typeof Repository> => ({
  id: number,
  owner: { id: 1, login: 'ada' },
  name: `shop-${number}`,
  full_name: `ada/shop-${number}`,
  default_branch: 'main',
  private: false,
  html_url: `http://127.0.0.1/ada/shop-${number}`,
  clone_url: `http://127.0.0.1/ada/shop-${number}.git`,
  permissions: { admin: true, push: true, pull: true },
  has_pull_requests: true,
  allow_merge_commits: true,
  allow_squash_merge: true,
  created_at: MOMENT,
  updated_at: MOMENT,
});

export const issue = (number: number): z.input<typeof Issue> => ({
  id: number,
  number,
  title: `Fault ${number}`,
  state: 'open',
  user: { id: 1, login: 'ada' },
  created_at: MOMENT,
  updated_at: MOMENT,
});

export const pull = (number: number): z.input<typeof PullRequest> => ({
  id: number,
  number,
  user: { id: 1, login: 'ada' },
  title: `Change ${number}`,
  state: 'open',
  mergeable: true,
  base: { label: 'main', ref: 'main', sha: 'b'.repeat(40), repo_id: 1, repo: null },
  head: { label: `change-${number}`, ref: `change-${number}`, sha: 'c'.repeat(40), repo_id: 1, repo: null },
  merge_base: 'b'.repeat(40),
  created_at: MOMENT,
  updated_at: MOMENT,
});

export const commit = (number: number, message = `Step ${number}`): z.input<typeof Commit> => ({
  sha: String(number).padStart(40, 'c'),
  commit: {
    message,
    author: { name: 'Ada', email: 'ada@example.org', date: MOMENT },
    committer: { name: 'Ada', email: 'ada@example.org', date: MOMENT },
  },
});

/** A change of one file by one line, as git writes it. */
export const diff = (path: string, line: string): string =>
  `diff --git a/${path} b/${path}\nindex 1..2 100644\n--- a/${path}\n+++ b/${path}\n@@ -1 +1,2 @@\n one\n+${line}\n`;

/** What a pull request does to a file, as our forge lists it. */
export const change = (
  path: string,
  about: Partial<z.input<(typeof listPullChanges)['answer']>['files'][number]> = {},
): z.input<(typeof listPullChanges)['answer']>['files'][number] => ({
  path,
  formerPath: null,
  kind: 'modified',
  additions: 1,
  deletions: 0,
  binary: false,
  before: { mode: '100644', id: '1'.repeat(40) },
  after: { mode: '100644', id: '2'.repeat(40) },
  ...about,
});

export const changes = (...files: ReturnType<typeof change>[]): z.input<(typeof listPullChanges)['answer']> => ({
  from: 'b'.repeat(40),
  to: 'c'.repeat(40),
  files,
  truncated: false,
});

type Reviews = z.input<(typeof listPullReviews)['answer']>;

/** What grace says of a pull request. */
export const review = (id: number, about: Partial<Reviews['reviews'][number]> = {}): Reviews['reviews'][number] => ({
  id,
  reviewer: 'grace',
  state: 'commented',
  body: '',
  commit: 'c'.repeat(40),
  stale: false,
  official: false,
  dismissed: false,
  dismissal: null,
  submittedAt: AT,
  ...about,
});

/** A comment of hers on the second line of hello.ts, as {@link diff} makes it. */
export const lineComment = (id: number, about: Partial<Reviews['comments'][number]> = {}): Reviews['comments'][number] => ({
  id,
  reviewId: 1,
  author: 'grace',
  body: `Said ${id}`,
  resolver: null,
  path: 'hello.ts',
  side: 'new',
  line: 2,
  outdated: false,
  commit: 'c'.repeat(40),
  hunk: '@@ -1 +1,2 @@\n one\n+two',
  createdAt: AT,
  updatedAt: AT,
  applied: [],
  ...about,
});

export const reviews = (given: Partial<Reviews> = {}): Reviews => ({ reviews: [], comments: [], truncated: false, ...given });

export const comment = (number: number): z.input<typeof Comment> => ({
  id: number,
  body: `Comment number ${number}`,
  user: { id: 1, login: 'ada' },
  created_at: MOMENT,
  updated_at: MOMENT,
});

export const task = (number: number): Task => ({
  id: `T.001.01.01.${String(number).padStart(2, '0')}`,
  key: `key-${number}`,
  project: 'shop',
  repository: 'ada/shop',
  private: false,
  title: `Look into pipeline #${number}`,
  description: '',
  role: 'triage',
  state: 'in_progress',
  reason: '',
  priority: 'medium',
  attempts: 1,
  input: {},
  result: null,
  lease: null,
  traceId: 'f'.repeat(32),
  createdBy: 'ada',
  createdAt: AT,
  updatedAt: AT,
});

export const agent = (busy: Task | null): z.input<typeof Agent> => ({
  login: 'triage',
  role: 'triage',
  builtIn: true,
  runtime: 'builtin',
  ruleBased: true,
  lastSeenAt: AT,
  busyWith: busy?.title ?? null,
  task: busy === null ? null : { key: busy.key, id: busy.id, project: busy.project, updatedAt: AT },
});

export const token = (number: number): Token => ({
  id: `t-${number}`,
  login: 'ada',
  name: `laptop ${number}`,
  doors: ['forge'],
  grants: ['forge:repository:write'],
  repositories: null,
  createdAt: AT,
  expiresAt: null,
  lastUsedAt: null,
});

export const auditRecord = (seq: number): AuditRecord => ({
  seq,
  eventId: `event-${seq}`,
  source: 'accounts',
  type: 'dev.mosaic.session.created',
  subject: 'ada',
  time: AT,
  traceId: '',
  actor: 'ada',
  data: {},
  prevHash: '',
  hash: '',
});

export const deployment = (id: number): Deployment => ({
  id,
  project: 'shop',
  environment: 'production',
  repository: 'ada/shop-1',
  private: false,
  sha: 'c'.repeat(40),
  pipelineNumber: 7,
  branch: 'main',
  target: 'site',
  artifact: 'site',
  title: 'Say hello',
  state: 'requested',
  reason: '',
  url: 'http://shop.localhost',
  requestedBy: 'ada',
  requestedAt: AT,
  finishedAt: null,
  rollbackOf: null,
  traceId: 'f'.repeat(32),
});

export const entry = (id: number): InboxEntry => ({
  id,
  title: `shop is live, ${id}`,
  body: '',
  url: '/-/projects/shop',
  outcome: 'ok',
  project: 'shop',
  repository: 'ada/shop-1',
  traceId: '',
  createdAt: AT,
  readAt: null,
});

/** CI's row of {@link repository}. */
export const ciRepository = (number: number): z.input<typeof Repo> => ({
  id: number,
  forge_remote_id: String(number),
  owner: 'ada',
  name: `shop-${number}`,
  full_name: `ada/shop-${number}`,
  private: false,
  active: true,
});

/** A pipeline of one workflow with one step, all in the same state. */
export const pipeline = (number: number, status: string): z.input<typeof Pipeline> => ({
  id: number,
  number,
  event: 'push',
  status,
  commit: 'c'.repeat(40),
  branch: 'main',
  author: 'ada',
  message: 'Say hello',
  created: AT / 1000,
  started: status === 'pending' ? 0 : AT / 1000,
  finished: status === 'success' ? AT / 1000 + 3 : 0,
  workflows: [
    {
      id: number * 10,
      pid: 1,
      name: 'build',
      state: status,
      children: [
        { id: number * 10 + 1, pid: 2, name: 'say', state: status, started: AT / 1000, finished: status === 'success' ? AT / 1000 + 3 : 0 },
      ],
    },
  ],
});

/** A line of a step's log, from 1. */
export const logEntry = (line: number, text: string): z.input<typeof LogEntry> => ({
  line: line - 1,
  time: 0,
  data: Buffer.from(text).toString('base64'),
});

/** What every page asks, answered with as little as there can be. */
export function answerBasics(doors: FakeDoors): void {
  doors.answers('front', getSession, session());
  doors.answers('front', getSystem, { version: '0.1.0', uptimeMs: 60_000, services: [] });
  doors.answers('front', listPrincipals, [PERSON]);
  doors.answers('front', listTokens, []);
  doors.tells(inboxList, { entries: [], unread: 0, next: null });
  doors.tells(journeyList, { journeys: [], next: null });
  doors.tells(tonyProjectList, { projects: [], next: null });
  doors.tells(tonyAgentList, { agents: [] });
}

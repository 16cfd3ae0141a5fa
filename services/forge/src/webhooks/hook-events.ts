import { globMatch } from '@mosaic/engines/pipeline';

/** Names that a hook may subscribe to (forge contract 5.2); those without facts of ours never fire. */
export const HOOK_EVENTS: ReadonlySet<string> = new Set([
  'create',
  'delete',
  'fork',
  'push',
  'issues',
  'issues_only',
  'issue_assign',
  'issue_label',
  'issue_milestone',
  'issue_comment',
  'pull_request',
  'pull_request_only',
  'pull_request_assign',
  'pull_request_label',
  'pull_request_milestone',
  'pull_request_comment',
  'pull_request_review',
  'pull_request_review_approved',
  'pull_request_review_rejected',
  'pull_request_review_comment',
  'pull_request_review_request',
  'pull_request_sync',
  'wiki',
  'repository',
  'release',
  'package',
  'status',
  'workflow_run',
  'workflow_job',
]);

/** What `X-Gitea-Event` calls events that are known more closely by `X-Gitea-Event-Type` (forge contract 5.2). */
const BROADER: Readonly<Record<string, string>> = {
  pull_request_sync: 'pull_request',
  pull_request_review_request: 'pull_request',
  pull_request_comment: 'issue_comment',
  pull_request_review_approved: 'pull_request_approved',
  pull_request_review_rejected: 'pull_request_rejected',
  // What a plain comment is called more closely is here the broader name.
  pull_request_review_comment: 'pull_request_comment',
};

/** Turned on by `pull_request_review`. */
const REVIEWS = ['pull_request_review_approved', 'pull_request_review_rejected', 'pull_request_review_comment'];

export function broadEvent(event: string): string {
  return BROADER[event] ?? event;
}

/** Whether a hook that subscribes to `subscribed` wants an event. `issues` also turns comments on, `pull_request` all of its kinds, as in Gitea. */
export function wants(subscribed: readonly string[], event: string): boolean {
  if (subscribed.includes(event)) return true;
  if (REVIEWS.includes(event) && subscribed.includes('pull_request_review')) return true;
  if (event.startsWith('pull_request'))
    return subscribed.includes('pull_request') || (event === 'pull_request' && subscribed.includes('pull_request_only'));
  if (event === 'issues') return subscribed.includes('issues_only');
  return event === 'issue_comment' && subscribed.includes('issues');
}

/**
 * Whether a branch passes a hook's filter: a glob on the short name or the full ref, with the meaning of Gitea's (gobwas/glob without
 * separators): `*` takes slashes too, besides `?`, `[a-z]`, `[!a]` and `{a,b}`. A filter with a fault, or with more to look at than the
 * work of one match allows, lets nothing pass.
 */
export function passesFilter(filter: string, ref: string): boolean {
  if (filter === '' || filter === '*' || filter === '**') return true;
  const names = [ref, ref.replace(/^refs\/(heads|tags)\//, '')];
  try {
    return names.some((name) => globMatch(withoutSeparators(filter), withoutSeparators(name)));
  } catch {
    return false;
  }
}

/** No name of a ref holds this character, and to the glob it is one like any other. */
function withoutSeparators(text: string): string {
  return text.replaceAll('/', '\u0001');
}

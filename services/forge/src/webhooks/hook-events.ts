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

/** Whether a hook that subscribes to `subscribed` wants an event. `issues` also turns comments on, as in Gitea. */
export function wants(subscribed: readonly string[], event: string): boolean {
  if (subscribed.includes(event)) return true;
  if (event === 'issues') return subscribed.includes('issues_only');
  return event === 'issue_comment' && subscribed.includes('issues');
}

/** Longest filter that is looked at, and alternatives that its braces may make. */
const FILTER_MAX = 500;
const ALTERNATIVES_MAX = 100;

/** Whether a branch passes a hook's filter: a glob with `*`, `**`, `?` and `{a,b}`, on the short name or the full ref. */
export function passesFilter(filter: string, ref: string): boolean {
  if (filter === '' || filter === '*' || filter === '**') return true;
  const names = [ref, ref.replace(/^refs\/(heads|tags)\//, '')];
  return alternatives(filter.slice(0, FILTER_MAX)).some((pattern) => names.some((name) => matches(pattern, name)));
}

/** What the braces of a glob stand for, outermost first. */
function alternatives(glob: string): string[] {
  const found: string[] = [];
  const open = [glob];
  for (let next = open.pop(); next !== undefined && found.length < ALTERNATIVES_MAX; next = open.pop()) {
    const inner = /\{([^{}]*)\}/.exec(next);
    if (inner === null) found.push(next);
    else {
      const [whole, choices = ''] = inner;
      const [before, after] = [next.slice(0, inner.index), next.slice(inner.index + whole.length)];
      if (open.length + choices.length > 10 * ALTERNATIVES_MAX) return found;
      open.push(
        ...choices
          .split(',')
          .toReversed()
          .map((choice) => before + choice + after),
      );
    }
  }
  return found;
}

/** A glob of `*` and `?` against a name: each is read once, and a star is only ever taken back to the last one. */
function matches(pattern: string, name: string): boolean {
  let [at, inName, star, starred] = [0, 0, -1, 0];
  while (inName < name.length) {
    if (pattern[at] === '*') {
      star = at++;
      starred = inName;
    } else if (at < pattern.length && (pattern[at] === '?' || pattern[at] === name[inName])) {
      at++;
      inName++;
    } else if (star !== -1) {
      at = star + 1;
      inName = ++starred;
    } else return false;
  }
  while (pattern[at] === '*') at++;
  return at === pattern.length;
}

import type { PipelineMetadata } from '../compile/metadata.ts';
import type { WorkBudget } from '../compile/work-budget.ts';
import { evaluateCondition } from '../expression/evaluate.ts';
import { globMatch } from '../glob/doublestar.ts';
import { NO_FILTER, type Constraint, type ListFilter, type MapFilter, type PathFilter } from './constraint.ts';

/** What filters are matched against. */
export interface WhenContext {
  metadata: PipelineMetadata;
  changedFiles: readonly string[];
  axis: Readonly<Record<string, string>>;
  /** Variables of `evaluate`. */
  variables: Readonly<Record<string, string>>;
  work: WorkBudget;
}

/** On which outcomes of what went before something runs. */
export interface RunCondition {
  matches: boolean;
  onSuccess: boolean;
  onFailure: boolean;
}

const PATH_EVENTS: readonly string[] = ['push', 'pull_request', 'pull_request_closed', 'pull_request_metadata'];

/**
 * Judges a `when`: entries are ORed, the filters in one are ANDed, none matches always; `status` does not filter, it says
 * on which outcome (docs/reference/pipelines.md#when). `scope` is where it stands: `matrix` filters steps only.
 * @throws ExpressionError from `evaluate`, WorkExceeded.
 */
export function judgeWhen(constraints: readonly Constraint[], context: WhenContext, scope: 'workflow' | 'step'): RunCondition {
  if (constraints.length === 0) return { matches: true, onSuccess: true, onFailure: false };
  const matching = constraints.filter((constraint) => matchConstraint(constraint, context, scope));
  return {
    matches: matching.length > 0,
    onSuccess: matching.some(({ status }) => matchList(status ?? NO_FILTER, 'success', context.work)),
    onFailure: matching.some(({ status }) => status !== undefined && matchList(status, 'failure', context.work)),
  };
}

function matchConstraint(constraint: Constraint, context: WhenContext, scope: 'workflow' | 'step'): boolean {
  const { metadata, work } = context;
  work.visit();
  const { event } = metadata.pipeline;
  const texts: [ListFilter | undefined, string][] = [
    [constraint.event, event],
    [constraint.ref, metadata.commit.ref],
    [constraint.repo, `${metadata.repo.owner}/${metadata.repo.name}`],
    [constraint.platform, metadata.system.platform ?? ''],
    [constraint.instance, metadata.system.host],
    [event === 'tag' ? undefined : constraint.branch, metadata.commit.branch],
    [event === 'cron' ? constraint.cron : undefined, metadata.pipeline.cron ?? ''],
  ];
  if (!texts.every(([filter, text]) => filter === undefined || matchList(filter, text, work))) return false;
  if (scope === 'step' && constraint.matrix !== undefined && !matchMap(constraint.matrix, context)) return false;
  if (constraint.path !== undefined && PATH_EVENTS.includes(event)) {
    if (!matchPaths(constraint.path, context)) return false;
  }
  return (
    constraint.evaluate === undefined ||
    constraint.evaluate.trim() === '' ||
    evaluateCondition(constraint.evaluate, context.variables, work)
  );
}

/** Exclude first, then include; no include admits all. */
function matchList({ include, exclude }: ListFilter, text: string, work: WorkBudget): boolean {
  if (exclude.some((pattern) => globMatch(pattern, text, work))) return false;
  return include.length === 0 || include.some((pattern) => globMatch(pattern, text, work));
}

/** `exclude` refuses only when all its keys match; `include` needs all. */
function matchMap({ include, exclude }: MapFilter, { axis, work }: WhenContext): boolean {
  const fits = ([key, pattern]: [string, string]): boolean => globMatch(pattern, axis[key] ?? '', work);
  const excluded = Object.entries(exclude);
  if (excluded.length > 0 && excluded.every(fits)) return false;
  return Object.entries(include).every(fits);
}

/** Changed files: refused only when every file is excluded; admitted when any is included. */
function matchPaths(filter: PathFilter, { changedFiles: files, metadata, work }: WhenContext): boolean {
  const { message } = metadata.commit;
  if (filter.ignoreMessage !== '') work.spend(message.length);
  if (filter.ignoreMessage !== '' && message.toLowerCase().includes(filter.ignoreMessage.toLowerCase())) return true;
  if (files.length === 0) return filter.onEmpty;
  const hits = (patterns: readonly string[], file: string): boolean => patterns.some((pattern) => globMatch(pattern, file, work));
  if (filter.exclude.length > 0 && files.every((file) => hits(filter.exclude, file))) return false;
  return filter.include.length === 0 || files.some((file) => hits(filter.include, file));
}

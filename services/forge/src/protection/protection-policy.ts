import { compileGlob, isGlob, type GlobBudget } from '@mosaic/contracts/gitea';
import { splitRefName, isZeroId } from '@mosaic/engines/git';
import { MosaicError } from '@mosaic/platform/errors';

import type { Command } from '../pushes/push.ts';
import type { BranchRule } from './branch-rule.ts';
import type { AllowList } from './branch-rule-settings.ts';
import type { TagRule } from './tag-rule.ts';

/** Who writes, having the right to write. `deployKey`: a key of the repository's own, which is nobody's. */
export interface Writer {
  uid: number;
  deployKey?: boolean;
}

/** The rule that counts for a branch: the lowest priority, names before globs, the oldest. @throws MosaicError `too_large`, as a budget. */
export function ruleFor(rules: readonly BranchRule[], branch: string): BranchRule | null {
  const order = (one: BranchRule, two: BranchRule): number =>
    one.priority - two.priority || Number(isGlob(one.name)) - Number(isGlob(two.name)) || one.createdAt - two.createdAt || one.id - two.id;
  return rules.filter((rule) => isAbout(rule, branch)).toSorted(order)[0] ?? null;
}

/** A name is one in any case, as in Gitea. */
function isAbout(rule: BranchRule, branch: string): boolean {
  return isGlob(rule.name) ? fitsOf(rule, rule.name, '/')(branch) : rule.name.toLowerCase() === branch.toLowerCase();
}

/** What comparing names with one rule may cost, and paths or checks with all patterns of one: in that time nobody else is served. */
const NAME_STEPS = 2_000_000;
const PATTERN_STEPS = 50_000_000;
const budgetOf = (left: number): GlobBudget => ({
  left,
  onSpent: () => {
    throw new MosaicError('too_large', 'The patterns of a rule take too long to compare with it; make them simpler.');
  },
});
/** Of each rule that was read: a push compares it with thousands of names. */
const compiled = new WeakMap<object, (name: string) => boolean>();

function fitsOf(rule: BranchRule | TagRule, pattern: string, separators: string): (name: string) => boolean {
  const fits = compiled.get(rule) ?? compileGlob(pattern, separators, budgetOf(NAME_STEPS));
  compiled.set(rule, fits);
  return fits;
}

export function mayPush({ push }: Pick<BranchRule, 'push'>, writer: Writer): boolean {
  return push.allowed && isListed(push, writer);
}

/** Who may not push at all may not push by force. */
export function mayForcePush({ push, forcePush }: Pick<BranchRule, 'push' | 'forcePush'>, writer: Writer): boolean {
  return forcePush.allowed && mayPush({ push }, writer) && isListed(forcePush, writer);
}

export function mayMerge({ merge }: Pick<BranchRule, 'merge'>, writer: Writer): boolean {
  return isListed(merge, writer);
}

/** Whether an unmet condition may be passed over, when it is asked for. */
export function mayBypass({ bypass, blocks }: Pick<BranchRule, 'bypass' | 'blocks'>, writer: Writer, isAdmin: boolean): boolean {
  return (bypass.enabled && isListed(bypass, writer)) || (isAdmin && !blocks.adminOverride);
}

function isListed({ enabled, deployKeys, ...named }: AllowList, writer: Writer): boolean {
  if (!enabled) return true;
  return writer.deployKey === true ? deployKeys : isNamed(named, writer.uid);
}

/** Themselves, or by a team that they are in. */
function isNamed({ people, teams }: Pick<AllowList, 'people' | 'teams'>, uid: number): boolean {
  return people.some((one) => one.uid === uid) || teams.some(({ uids }) => uids.includes(uid));
}

/** Which rule counts for a branch, and what somebody may do there. */
export interface BranchStanding {
  rule: BranchRule | null;
  mayPush: boolean;
  mayMerge: boolean;
}

export function standingIn(rules: readonly BranchRule[], writer: Writer, branch: string, mayWrite: boolean): BranchStanding {
  const rule = ruleFor(rules, branch);
  const may = (says: (rule: BranchRule) => boolean): boolean => mayWrite && (rule === null || says(rule));
  return { rule, mayPush: may((one) => mayPush(one, writer)), mayMerge: may((one) => mayMerge(one, writer)) };
}

/** Why a move of a ref is refused whatever it brings; null where that is not known yet, or nothing is against it. */
export function refusalByName(
  { branches, tags }: { branches: readonly BranchRule[]; tags: readonly TagRule[] },
  writer: Writer,
  command: Command,
): string | null {
  const { kind, name } = splitRefName(command.ref);
  if (kind === 'tag') return mayChangeTag(tags, writer, name) ? null : `Tag ${name} is protected`;
  const rule = kind === 'branch' ? ruleFor(branches, name) : null;
  if (rule === null) return null;
  if (isZeroId(command.after)) return `branch ${name} is protected from deletion`;
  if (mayPush(rule, writer) || rule.files.unprotected.trim() !== '') return null;
  return `Not allowed to push to protected branch ${name}`;
}

/** What a move brings. */
export interface Brought {
  isForced: boolean;
  paths: readonly string[];
}

/** Why a move of a protected branch is refused, in Gitea's order and words. */
export function refusalByContent(rule: BranchRule, writer: Writer, branch: string, { isForced, paths }: Brought): string | null {
  if (isForced && !rule.forcePush.allowed) return `branch ${branch} is protected from force push`;
  const [file] = protectedPaths(rule, paths);
  if (file !== undefined) return `branch ${branch} is protected from changing file ${file}`;
  if (isForced ? mayForcePush(rule, writer) : mayPush(rule, writer)) return null;
  if (isOpen(rule, paths)) return null;
  return `Not allowed to ${isForced ? 'force-push' : 'push'} to protected branch ${branch}`;
}

/** Those of the paths that may not be changed. @throws MosaicError `too_large` for patterns that take too long. */
export function protectedPaths({ files }: Pick<BranchRule, 'files'>, paths: readonly string[]): string[] {
  const globs = globsOf(files.protected);
  return globs.length === 0 ? [] : paths.filter((path) => globs.some((fits) => fits(path.toLowerCase())));
}

/** Whether all paths are among those that everybody may change. */
function isOpen({ files }: BranchRule, paths: readonly string[]): boolean {
  const globs = globsOf(files.unprotected);
  return globs.length > 0 && paths.length > 0 && paths.every((path) => globs.some((fits) => fits(path.toLowerCase())));
}

/** Case does not count; a name stops at a dot too. */
function globsOf(patterns: string): ((path: string) => boolean)[] {
  const budget = budgetOf(PATTERN_STEPS);
  return patterns
    .toLowerCase()
    .split(';')
    .map((pattern) => pattern.trim())
    .filter(Boolean)
    .map((pattern) => compileGlob(pattern, './', budget));
}

/** A tag that several rules are about may be changed by whom one of them names. */
function mayChangeTag(rules: readonly TagRule[], { uid, deployKey = false }: Writer, tag: string): boolean {
  const about = rules.filter((rule) => fitsOf(rule, rule.pattern, '')(tag));
  return about.length === 0 || (!deployKey && about.some((rule) => isNamed(rule, uid)));
}

/** Whose verdicts count: whom the rule names, else whoever may write, as it was when they spoke. */
export function officialOf<T extends { reviewer: { uid: number }; official: boolean }>(
  { approvals }: Pick<BranchRule, 'approvals'>,
  reviews: readonly T[],
): T[] {
  return reviews.map((review) => ({ ...review, official: approvals.enabled ? isListed(approvals, review.reviewer) : review.official }));
}

/** What is known of a pull request that is to be merged. */
export interface MergeFacts {
  /** The latest status of each context on its head. */
  statuses: readonly { context: string; state: string }[];
  /** Paths that it changes. */
  paths: readonly string[];
  /** Whether its base has commits that it lacks. */
  isBehind: boolean;
  reviews: { approvals: number; rejections: number; requests: number };
}

/** Why a pull request is not to be merged yet, each reason in Gitea's words; none when all conditions are met. */
export function unmetConditions(rule: BranchRule, facts: MergeFacts): string[] {
  const { checks, approvals, blocks } = rule;
  const found: [boolean, string][] = [
    [checks.required && !arePassed(checks.contexts, facts.statuses), 'Not all required status checks successful'],
    [facts.reviews.approvals < approvals.required, 'Does not have enough approvals'],
    [blocks.rejected && facts.reviews.rejections > 0, 'There are requested changes'],
    [blocks.reviewRequests && facts.reviews.requests > 0, 'There are official review requests'],
    [blocks.outdated && facts.isBehind, 'The head branch is behind the base branch'],
    [protectedPaths(rule, facts.paths).length > 0, 'Changed protected files'],
  ];
  return found.filter(([isUnmet]) => isUnmet).map(([, words]) => words);
}

/**
 * Each required context has a status, and all that fit have succeeded; where none is named, all that there are, and one at least. A
 * context fits its own name too, whatever its brackets mean in a glob.
 */
function arePassed(contexts: readonly string[], statuses: MergeFacts['statuses']): boolean {
  const passed = ({ state }: { state: string }): boolean => state === 'success' || state === 'skipped';
  if (contexts.length === 0) return statuses.length > 0 && statuses.every(passed);
  const budget = budgetOf(PATTERN_STEPS);
  return contexts.every((context) => {
    const fits = compileGlob(context, '', budget);
    const about = statuses.filter((status) => status.context === context || fits(status.context));
    return about.length > 0 && about.every(passed);
  });
}

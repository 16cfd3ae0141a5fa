import { textOfBytes } from '@mosaic/contracts/wire';
import { MosaicError } from '@mosaic/platform/errors';

import { isObjectId } from '../names/object-id.ts';
import { isBranchName, isRefName, splitRefName } from '../names/ref-name.ts';
import { damaged } from '../objects/damaged.ts';
import { isDamage } from '../process/git-error.ts';
import { run } from '../process/run.ts';
import type { Repository } from '../repository/repository.ts';

/** What a ref says by itself. */
export interface ListedRef {
  /** Full name, e.g. "refs/heads/main". */
  ref: string;
  /** Short name: "main". */
  name: string;
  /** What the ref holds: a commit, or an annotated tag's object. */
  id: string;
  /** Of the object that `id` names. */
  type: 'commit' | 'tag' | 'tree' | 'blob';
}

export interface Ref extends ListedRef {
  /** The commit behind it; equal to `id` but for annotated tags. Empty when a tag names no commit. */
  commitId: string;
  /** Committer's or tagger's date, RFC 3339; empty when the object has none. */
  date: string;
}

/** Read from refs and the heads of objects; git opens the whole object for each further field. */
const LISTED = ['refname', 'objectname', 'objecttype'];
const WHOLE = [...LISTED, '*objectname', '*objecttype', 'creatordate:iso-strict'];
const REFS_MAX_BYTES = 64 * 1024 * 1024;

function formatOf(fields: readonly string[]): string {
  return `--format=${fields.map((field) => `%(${field})`).join('%00')}`;
}

/** Branches ("refs/heads/"), tags ("refs/tags/") or everything under another prefix, by name; {@link readRefs} tells more of some. */
export async function listRefs(repository: Repository, prefix: 'refs/heads/' | 'refs/tags/' | 'refs/'): Promise<ListedRef[]> {
  const { stdout } = await run(['for-each-ref', formatOf(LISTED), prefix], { gitDir: repository.gitDir, maxOutputBytes: REFS_MAX_BYTES });
  return parseRefs(stdout).map(({ ref, name, id, type }) => ({ ref, name, id, type }));
}

/** Exactly the named refs that exist (full names), in one process; for settling what became of a push. */
export async function readRefs(repository: Repository, refs: readonly string[]): Promise<Map<string, Ref>> {
  const found = new Map<string, Ref>();
  for (let at = 0; at < refs.length; at += 500) {
    const names = refs.slice(at, at + 500).filter(isRefName);
    if (names.length === 0) continue;
    const { stdout } = await run(['for-each-ref', formatOf(WHOLE), ...names], {
      gitDir: repository.gitDir,
      maxOutputBytes: REFS_MAX_BYTES,
    });
    const wanted = new Set(names);
    // A name is also a prefix to git: refs/heads/a finds refs/heads/a/b where a itself is missing.
    for (const ref of parseRefs(stdout)) if (wanted.has(ref.ref)) found.set(ref.ref, ref);
  }
  return found;
}

function parseRefs(stdout: Buffer): Ref[] {
  const lines = textOfBytes(stdout).split('\n').filter(Boolean);
  return lines.map((line) => {
    const [ref = '', id = '', type = '', peeledId = '', peeledType = '', date = ''] = line.split('\0');
    const commitId = type === 'commit' ? id : peeledType === 'commit' ? peeledId : '';
    return { ref, name: splitRefName(ref).name, id, type: type as Ref['type'], commitId, date };
  });
}

/** Whether any ref exists below a prefix; asks for one, so that a hundred thousand cost no more. */
export async function hasRefs(repository: Repository, prefix: 'refs/heads/' | 'refs/'): Promise<boolean> {
  const { stdout } = await run(['for-each-ref', '--count=1', '--format=%(refname)', prefix], { gitDir: repository.gitDir });
  return stdout.length > 0;
}

/** What a name turned out to be: a branch and a tag may bear the same one, so the kind belongs to it from here on. */
export interface Revision {
  kind: 'branch' | 'tag' | 'commit' | 'other';
  /** Short name of a branch or tag, full name of another ref, id of a commit. */
  name: string;
  commitId: string;
}

/**
 * What a branch, a tag, a full ref, HEAD or a (possibly shortened, ≥ 4 digits) id names; null when there is none.
 * Branches win over tags, names over ids (Gitea's order); a full ref says which is meant. No other revision syntax is
 * understood, so nothing of it can be smuggled in. @throws MosaicError `unavailable` when it is there, but damaged.
 */
export async function resolveRevision(repository: Repository, revision: string): Promise<Revision | null> {
  const names = candidates(revision);
  for (const name of names) {
    const found = await repository.objects.info(repository.gitDir, `${name}^{commit}`);
    if (found !== null) return { ...kindOf(name, found.id), commitId: found.id };
  }
  for (const name of names) if (await isDamaged(repository, name)) throw damaged(`what ${JSON.stringify(name.slice(0, 200))} names`);
  return null;
}

/** The commit of {@link resolveRevision}. */
export async function resolveCommit(repository: Repository, revision: string): Promise<string | null> {
  return (await resolveRevision(repository, revision))?.commitId ?? null;
}

/** Like {@link resolveRevision}. @throws MosaicError `not_found` when nothing has this name. */
export async function requireRevision(repository: Repository, revision: string): Promise<Revision> {
  const found = await resolveRevision(repository, revision);
  if (found === null)
    throw new MosaicError('not_found', `The repository has no branch, tag or commit ${JSON.stringify(revision.slice(0, 200))}.`);
  return found;
}

/** The commit of {@link requireRevision}. */
export async function requireCommit(repository: Repository, revision: string): Promise<string> {
  return (await requireRevision(repository, revision)).commitId;
}

function kindOf(name: string, commitId: string): Pick<Revision, 'kind' | 'name'> {
  return name.startsWith('refs/') ? splitRefName(name) : { kind: 'commit', name: commitId };
}

/** A ref that stands but leads to no commit, or an object that git finds and cannot read. Only asked when nothing was found. */
async function isDamaged(repository: Repository, name: string): Promise<boolean> {
  const options = { gitDir: repository.gitDir, okExitCodes: [0, 1, 128] };
  if (isObjectId(name)) return isDamage((await run(['cat-file', '-t', name], options)).stderr);
  const { stdout } = await run(['rev-parse', '--verify', '--quiet', name], options);
  const id = stdout.toString('latin1').trim();
  // A tag of a tree or a blob names no commit and is whole.
  return isObjectId(id) && (await repository.objects.info(repository.gitDir, id)) === null;
}

function candidates(revision: string): string[] {
  if (isObjectId(revision) || revision === 'HEAD') return [revision];
  if (revision.startsWith('refs/')) return isRefName(revision) ? [revision] : [];
  const names = isRefName(`refs/heads/${revision}`) ? [`refs/heads/${revision}`, `refs/tags/${revision}`] : [];
  return /^[0-9a-f]{4,63}$/.test(revision) ? [...names, revision] : names;
}

/** The branch that HEAD names, even before it has a commit, e.g. "main". */
export async function defaultBranch(repository: Repository): Promise<string> {
  const { stdout } = await run(['symbolic-ref', '--quiet', 'HEAD'], { gitDir: repository.gitDir });
  return splitRefName(stdout.toString('utf8').trim()).name;
}

/** Points HEAD at a branch, which need not exist yet. @throws MosaicError `invalid_input`. */
export async function setDefaultBranch(repository: Repository, branch: string): Promise<void> {
  if (!isBranchName(branch)) throw new MosaicError('invalid_input', `${JSON.stringify(branch.slice(0, 200))} cannot name a branch.`);
  await run(['symbolic-ref', 'HEAD', `refs/heads/${branch}`], { gitDir: repository.gitDir });
}

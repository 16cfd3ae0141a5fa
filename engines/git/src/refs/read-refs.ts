import { readdir, readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';

import { textOfBytes } from '@mosaic/contracts/wire';
import { MosaicError } from '@mosaic/platform/errors';

import { isObjectId } from '../names/object-id.ts';
import { isBranchName, isRefName, splitRefName } from '../names/ref-name.ts';
import { damaged, isDamaged as isOfDamage } from '../objects/damaged.ts';
import { isDamage } from '../process/git-error.ts';
import { run } from '../process/run.ts';
import { ifMissing } from '../repository/if-missing.ts';
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
  /** What it names is missing, or the ref itself says nothing (then `id` is empty); `type` is a guess. */
  damaged?: true;
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
  const options = { gitDir: repository.gitDir, maxOutputBytes: REFS_MAX_BYTES };
  const { stdout, stderr, exitCode } = await run(['for-each-ref', formatOf(LISTED), prefix], { ...options, okExitCodes: [0, 128] });
  const listed = exitCode === 0 ? parseListed(stdout) : await listBesideDamage(repository, prefix);
  const empty = [...stderr.matchAll(/^warning: ignoring broken ref (refs\/.+)$/gm)].map(([, ref = '']) => ref);
  if (empty.length === 0) return listed;
  const broken = empty.map((ref): ListedRef => ({ ref, name: splitRefName(ref).name, id: '', type: 'commit', damaged: true }));
  return [...listed, ...broken].toSorted((a, b) => (a.ref < b.ref ? -1 : 1));
}

/** Objects looked up together. */
const LOOKED_UP = 500;

/** One ref whose object is missing ends git's list at once; names and ids it gives of all, and each object is looked up by itself. */
async function listBesideDamage(repository: Repository, prefix: string): Promise<ListedRef[]> {
  const { gitDir, objects } = repository;
  const { stdout } = await run(['for-each-ref', formatOf(LISTED.slice(0, 2)), prefix], { gitDir, maxOutputBytes: REFS_MAX_BYTES });
  const named = parseListed(stdout);
  const listed: ListedRef[] = [];
  for (let at = 0; at < named.length; at += LOOKED_UP)
    listed.push(
      ...(await Promise.all(
        named.slice(at, at + LOOKED_UP).map(async (ref): Promise<ListedRef> => {
          const info = await objects.info(gitDir, ref.id);
          return info === null ? { ...ref, type: 'commit', damaged: true } : { ...ref, type: info.type };
        }),
      )),
    );
  return listed;
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
    for (const ref of parseWhole(stdout)) if (wanted.has(ref.ref)) found.set(ref.ref, ref);
  }
  return found;
}

function parseListed(stdout: Buffer): ListedRef[] {
  return fieldsOf(stdout).map(([ref = '', id = '', type = '']) => ({ ref, name: splitRefName(ref).name, id, type: type as Ref['type'] }));
}

function parseWhole(stdout: Buffer): Ref[] {
  return fieldsOf(stdout).map(([ref = '', id = '', type = '', peeledId = '', peeledType = '', date = '']) => {
    const commitId = type === 'commit' ? id : peeledType === 'commit' ? peeledId : '';
    return { ref, name: splitRefName(ref).name, id, type: type as Ref['type'], commitId, date };
  });
}

function fieldsOf(stdout: Buffer): string[][] {
  return textOfBytes(stdout)
    .split('\n')
    .filter(Boolean)
    .map((line) => line.split('\0'));
}

/** Like {@link readRefs} for a list: of a ref that cannot be read whole, what is known of it. Without those that have gone meanwhile. */
export async function readRefsBesideDamage(repository: Repository, refs: readonly ListedRef[]): Promise<(Ref | DamagedRef)[]> {
  const sound = refs.filter(({ damaged: isLost }) => isLost !== true).map(({ ref }) => ref);
  const found = await readRefs(repository, sound).catch((error: unknown) => {
    if (isOfDamage(error)) return null;
    throw error;
  });
  const read: (Ref | DamagedRef)[] = [];
  for (const listed of refs) {
    const whole =
      listed.damaged === true ? null : found === null ? await readOne(repository, listed.ref) : (found.get(listed.ref) ?? 'gone');
    if (whole !== 'gone') read.push(whole ?? { ...listed, damaged: true });
  }
  return read;
}

/** A ref of which more than name and id cannot be read. */
export type DamagedRef = ListedRef & { damaged: true };

async function readOne(repository: Repository, ref: string): Promise<Ref | 'gone' | null> {
  try {
    return (await readRefs(repository, [ref])).get(ref) ?? 'gone';
  } catch (error) {
    if (isOfDamage(error)) return null;
    throw error;
  }
}

/**
 * How many refs {@link listRefs} would give, counted in the files that hold them (gitrepository-layout(5)): a hundredth of the
 * time that a process takes, which matters where every answer about a repository tells it.
 */
export async function countRefs(repository: Repository, prefix: 'refs/heads/' | 'refs/tags/'): Promise<number> {
  const [packed, loose] = await Promise.all([
    readFile(join(repository.gitDir, 'packed-refs'), 'utf8').catch(ifMissing('')),
    readdir(resolve(repository.gitDir, prefix), { recursive: true, withFileTypes: true }).catch(ifMissing(null)),
  ]);
  // Without its folders it is no whole repository, and git says what is wrong.
  if (loose === null) return (await listRefs(repository, prefix)).length;
  const names = new Set([...packed.matchAll(/^[0-9a-f]+ (refs\/.+)$/gm)].map(([, name = '']) => name));
  const kept = [...names].filter((name) => name.startsWith(prefix));
  const files = loose.filter((entry) => !entry.isDirectory() && !entry.name.endsWith('.lock'));
  const more = files.filter((entry) => !names.has(`${entry.parentPath.slice(repository.gitDir.length + 1)}/${entry.name}`));
  return kept.length + more.length;
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

import { isObjectId } from './object-id.ts';

/** A path component must fit a file name together with ".lock". */
const COMPONENT_MAX_BYTES = 250;
const REF_MAX_BYTES = 1_024;
// The rules of git-check-ref-format(1), in its order; the last line of classes is rule 4, 5 and 10.
// oxlint-disable-next-line no-control-regex -- rule 4 names them
const FORBIDDEN = /\.\.|@\{|\/\/|[\u0000-\u0020\u007f~^:?*[\\]/;

/** Whether git accepts this full name of a ref, e.g. "refs/heads/main" (git-check-ref-format, without --allow-onelevel). */
export function isRefName(name: string): boolean {
  if (!name.includes('/') || name.startsWith('/') || name.endsWith('/') || name.endsWith('.')) return false;
  if (FORBIDDEN.test(name) || !name.isWellFormed() || Buffer.byteLength(name) > REF_MAX_BYTES) return false;
  return name
    .split('/')
    .every((part) => !part.startsWith('.') && !part.endsWith('.lock') && Buffer.byteLength(part) <= COMPONENT_MAX_BYTES);
}

/**
 * Whether this may name a new branch or tag: what `git check-ref-format --branch` lets pass, which "-x" and "HEAD" do not.
 * Stricter in two things that would be read as something else everywhere: a full ref, and a full object id.
 */
export function isBranchName(name: string): boolean {
  if (name === 'HEAD' || name.startsWith('-') || name.startsWith('refs/') || isObjectId(name.toLowerCase())) return false;
  return isRefName(`refs/heads/${name}`);
}

/** "refs/heads/a/b" → { kind: 'branch', name: 'a/b' }. */
export function splitRefName(ref: string): { kind: 'branch' | 'tag' | 'other'; name: string } {
  if (ref.startsWith('refs/heads/')) return { kind: 'branch', name: ref.slice('refs/heads/'.length) };
  if (ref.startsWith('refs/tags/')) return { kind: 'tag', name: ref.slice('refs/tags/'.length) };
  return { kind: 'other', name: ref };
}

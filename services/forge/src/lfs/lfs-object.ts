import { createHash } from 'node:crypto';

/** A large file as its pointer names it (git-lfs, Specification). */
export interface LfsObject {
  /** SHA-256 of the bytes, in hexadecimal. */
  oid: string;
  /** Bytes. */
  size: number;
}

/** A path that somebody alone wants to change for now. */
export interface LfsLock {
  id: number;
  path: string;
  holder: { principalId: string; name: string };
  lockedAt: number;
}

/** Media type of git-lfs's requests and answers. */
export const LFS_TYPE = 'application/vnd.git-lfs+json';

export function isOid(text: string): boolean {
  return /^[0-9a-f]{64}$/.test(text);
}

/** What stands for the object in git, as every client writes it. */
export function pointerText({ oid, size }: LfsObject): string {
  return `version https://git-lfs.github.com/spec/v1\noid sha256:${oid}\nsize ${size}\n`;
}

/** The id of the blob of it. */
export function pointerId(object: LfsObject): string {
  const pointer = pointerText(object);
  return createHash('sha1').update(`blob ${pointer.length}\0${pointer}`).digest('hex');
}

/** A blob that may be a pointer has fewer bytes. */
export const POINTER_MAX = 1_024;

/** The object that a pointer names; null for any other text. */
export function readPointer(text: string): LfsObject | null {
  const lines = text.trimEnd().split('\n');
  if (lines[0] !== 'version https://git-lfs.github.com/spec/v1') return null;
  const values = new Map(lines.map((line) => [line.slice(0, line.indexOf(' ')), line.slice(line.indexOf(' ') + 1)]));
  const oid = /^sha256:(.*)$/.exec(values.get('oid') ?? '')?.[1] ?? '';
  const size = Number(values.get('size'));
  return isOid(oid) && Number.isSafeInteger(size) && size >= 0 ? { oid, size } : null;
}

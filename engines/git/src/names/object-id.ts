/** Hash of a repository's objects. */
export type ObjectFormat = 'sha1' | 'sha256';

/** The id that stands for "no object" in a ref update. */
export const ZERO_ID = '0'.repeat(40);

/** Whether this is a full, lower-case object id of either hash. */
export function isObjectId(text: string): boolean {
  return /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/.test(text);
}

/** Whether the id means "no object", in either hash. */
export function isZeroId(id: string): boolean {
  return /^0+$/.test(id);
}

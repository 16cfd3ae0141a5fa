import type { Finding } from './findings.ts';

/** Context of the commit status that the reviewer sets. */
export const REVIEW_CONTEXT = 'mosaic/review';
/** Longest description that forges show whole. */
const DESCRIPTION_LENGTH = 140;

export interface Verdict {
  state: 'success' | 'failure';
  description: string;
}

/** What the status says: the first finding, how many more, and that rules judged; where nothing was found, also what nobody looked at. */
export function verdictOf(findings: readonly Finding[], unread: readonly string[] = []): Verdict {
  const [first, ...more] = findings;
  if (first === undefined) return { state: 'success', description: cut(nothingFound(unread)) };
  const where = first.line === null ? first.path : `${first.path}:${first.line}`;
  const text = `rule-based: ${first.rule} in ${where}${more.length === 0 ? '' : `, and ${more.length} more`}`;
  return { state: 'failure', description: cut(text) };
}

function nothingFound(unread: readonly string[]): string {
  if (unread.length === 0) return 'rule-based: no secrets, conflict markers or large files';
  return `rule-based: nothing found, but not all was looked at: ${unread.join('; ')}`;
}

function cut(text: string): string {
  return text.length <= DESCRIPTION_LENGTH ? text : `${text.slice(0, DESCRIPTION_LENGTH - 1)}…`;
}

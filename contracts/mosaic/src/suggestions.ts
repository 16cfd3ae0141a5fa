/** What a comment on a line would put in place of that line and of some around it. */
export interface Suggestion {
  lines: readonly string[];
  /** So many lines above and below the one of the comment go too. */
  above: number;
  below: number;
}

/** A comment as it is shown: text, and its suggestions apart from what stands around them. */
export type BodyPart = { kind: 'text'; text: string } | ({ kind: 'suggestion' } & Suggestion);

/** Lines above or below that one suggestion replaces at most. */
export const SUGGESTION_REACH_MAX = 100;

const FENCE = /^ {0,3}(`{3,}|~{3,})(.*)$/;
/** "suggestion", or GitLab's "suggestion:-1+2": one line above and two below go too. */
const SUGGESTED = /^suggestion(?::-(\d{1,3})\+(\d{1,3}))?\s*$/;

/**
 * Parts a comment into text and "```suggestion" blocks, in their order. One that nobody closed goes to the end; what stands inside
 * another fence is text, and so is one that reaches further than {@link SUGGESTION_REACH_MAX}.
 */
export function bodyParts(body: string): BodyPart[] {
  const parts: BodyPart[] = [];
  let text: string[] = [];
  const lines = body.replaceAll('\r\n', '\n').split('\n');
  for (let at = 0; at < lines.length; at += 1) {
    const [, fence, info = ''] = FENCE.exec(lines[at] ?? '') ?? [];
    if (fence === undefined) {
      text.push(lines[at] ?? '');
      continue;
    }
    const end = endOf(lines, at, fence);
    const reach = reachOf(info.trim());
    if (reach === null) text.push(...lines.slice(at, end + 1));
    else {
      parts.push({ kind: 'text', text: text.join('\n') }, { kind: 'suggestion', lines: lines.slice(at + 1, end), ...reach });
      text = [];
    }
    at = end;
  }
  parts.push({ kind: 'text', text: text.join('\n') });
  return parts.filter((part) => part.kind === 'suggestion' || part.text.trim() !== '');
}

/** The suggestions of a comment, which are named by their place in this list. */
export function suggestionsOf(body: string): Suggestion[] {
  return bodyParts(body).flatMap((part) => (part.kind === 'suggestion' ? [part] : []));
}

/** The line that closes a fence; one past the last where none does. */
function endOf(lines: readonly string[], start: number, fence: string): number {
  const isEnd = (line: string): boolean => line.trim().length >= fence.length && line.trim().replaceAll(fence[0] ?? '', '') === '';
  const length = lines.slice(start + 1).findIndex(isEnd);
  return length === -1 ? lines.length : start + 1 + length;
}

function reachOf(info: string): Pick<Suggestion, 'above' | 'below'> | null {
  const found = SUGGESTED.exec(info);
  if (found === null) return null;
  const [above, below] = [Number(found[1] ?? 0), Number(found[2] ?? 0)];
  return Math.max(above, below) > SUGGESTION_REACH_MAX ? null : { above, below };
}

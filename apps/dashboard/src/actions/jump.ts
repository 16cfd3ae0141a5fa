/** What a pasted text names, if it names one thing; `/-/go/…` then looks it up. */
export type Target =
  | { kind: 'path'; path: string }
  | { kind: 'trace'; id: string }
  | { kind: 'commit'; sha: string }
  | { kind: 'numbered'; owner: string; repo: string; number: number }
  | { kind: 'task'; id: string };

/** Reads a trace id (32 hex), a commit SHA (7–40), `owner/repo#12`, a task id or an address of this installation; null otherwise. */
export function readTarget(text: string, origin: string): Target | null {
  const input = text.trim();
  if (input.startsWith(`${origin}/`)) return { kind: 'path', path: input.slice(origin.length) };
  if (/^[0-9a-f]{32}$/.test(input)) return { kind: 'trace', id: input };
  if (/^(?=.*\d)[0-9a-f]{7,40}$/.test(input)) return { kind: 'commit', sha: input };
  const numbered = /^([\w.-]+)\/([\w.-]+)#(\d{1,9})$/.exec(input);
  if (numbered !== null) return { kind: 'numbered', owner: numbered[1] ?? '', repo: numbered[2] ?? '', number: Number(numbered[3]) };
  if (/^(?:E|F|S|ST|T|ST|A)\.\d{3}(?:\.\d{2}){1,5}$/.test(input)) return { kind: 'task', id: input };
  return null;
}

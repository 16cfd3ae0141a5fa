import type { Commit } from '@mosaic/engines/git';

/** Co-authors that a message names at most. */
const MOST = 100;
const TRAILER = /^co-authored-by:\s*([^<>]*?)\s*<([^<>\s]+)>\s*$/i;

/** Who a squashed commit is by, and what else they are known as, so that they are not named twice. */
export interface SquashAuthor {
  name: string;
  email: string;
  /** Addresses and names in lower case. */
  knownAs: readonly string[];
}

/**
 * A line for each who has a part in some commits beside their author: who wrote one, and whom one names already. By address, the
 * first time that it occurs; the commits are oldest first.
 */
export function coAuthorLines(commits: readonly Pick<Commit, 'author' | 'message'>[], { name, email, knownAs }: SquashAuthor): string[] {
  const known = new Set([name, email, ...knownAs].map((one) => one.toLowerCase()));
  const lines: string[] = [];
  for (const person of commits.flatMap(({ author, message }) => [author, ...namedIn(message)])) {
    const plain = { name: person.name.replace(/[<>\n\r\0]/g, '').trim(), email: person.email.trim() };
    const keys = [plain.name, plain.email].map((one) => one.toLowerCase());
    if (plain.name === '' || !/^[^<>\s\0]+$/.test(plain.email)) continue;
    if (known.has(keys[1] ?? '') || isAuthor(keys[0] ?? '', { name, knownAs })) continue;
    known.add(keys[1] ?? '');
    lines.push(`Co-authored-by: ${plain.name} <${plain.email}>`);
  }
  return lines.slice(0, MOST);
}

/** Two of one name are taken for one person only where that is the author's: git does not know their address here. */
function isAuthor(called: string, { name, knownAs }: Pick<SquashAuthor, 'name' | 'knownAs'>): boolean {
  return called === name.toLowerCase() || knownAs.includes(called);
}

function namedIn(message: string): { name: string; email: string }[] {
  return message.split('\n').flatMap((line) => {
    const [, name, email] = TRAILER.exec(line.trim()) ?? [];
    return name === undefined || email === undefined ? [] : [{ name, email }];
  });
}

import type { McpContext } from '../context.ts';
import { findPrincipal } from '../principals.ts';

/** Who is to be told of a repository, as accounts spells the name, and whether they may read it; one that nobody bears may not. */
export async function recipientOf(
  { accounts, access }: Pick<McpContext, 'accounts' | 'access'>,
  { login, repository }: { login: string; repository: string },
): Promise<{ login: string; mayRead: boolean }> {
  const person = await findPrincipal(accounts, login);
  if (person === null) return { login, mayRead: false };
  return { login: person.login, mayRead: (await access.findFor(person.login, repository)) !== null };
}

import { getPrincipal, type NativeCalls } from '@mosaic/contracts/mosaic';

/** Who hears of a run: the person who pushed; when that is no person, the repository's owner. */
export async function concernedBy(
  accounts: NativeCalls,
  { candidates, owner }: { candidates: readonly string[]; owner: string },
): Promise<string[]> {
  for (const login of new Set([...candidates, owner])) {
    if (login === '') continue;
    const principal = await accounts.callOrNull(getPrincipal, { login });
    if (principal?.kind === 'person' && !principal.disabled) return [principal.login];
  }
  return [];
}

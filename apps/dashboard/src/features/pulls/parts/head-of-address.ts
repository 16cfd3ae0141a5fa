import type { Repository } from '@mosaic/contracts/gitea';

/** A branch, and the repository that it is in; "" for none chosen yet. */
export interface HeadChoice {
  /** "owner/name". */
  repository: string;
  branch: string;
}

/**
 * The head that an address names: "branch" of the base's own repository, "owner/name:branch", or "owner:branch" of the one of the
 * family that is theirs. Null where they have none.
 */
export function headOfAddress(text: string, base: Pick<Repository, 'full_name'>, family: readonly Repository[]): HeadChoice | null {
  const colon = text.indexOf(':');
  if (colon === -1) return { repository: base.full_name, branch: text };
  const [of, branch] = [text.slice(0, colon), text.slice(colon + 1)];
  if (of.includes('/')) return { repository: of, branch };
  const theirs = [base, ...family].find(({ full_name }) => full_name.toLowerCase().startsWith(`${of.toLowerCase()}/`));
  return theirs === undefined ? null : { repository: theirs.full_name, branch };
}

/** As an address and the forge name it. */
export function nameOfHead({ repository, branch }: HeadChoice, base: Pick<Repository, 'full_name'>): string {
  return repository === base.full_name ? branch : `${repository}:${branch}`;
}

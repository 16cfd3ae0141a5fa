import { reaches, type Level } from '../repositories/repository-policy.ts';

/**
 * Whether somebody may ask for a branch of a repository to be merged elsewhere, whose readers see it from then on: of what everybody
 * reads, whoever reads it, as in Gitea; of what is hidden, who writes there.
 */
export function mayOffer(level: Level, head: { private: boolean }): boolean {
  return reaches(level, head.private ? 'write' : 'read');
}

/** Whether somebody may bring a head up to date: who writes there, and where its author lets the maintainers edit, who writes in the base. */
export function mayUpdateHead({ head, base }: { head: Level; base: Level }, pull: { allowMaintainerEdit: boolean }): boolean {
  return reaches(head, 'write') || (pull.allowMaintainerEdit && reaches(base, 'write'));
}

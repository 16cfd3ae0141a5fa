import { isOpen, type Repository } from '../repositories/repository.ts';
import { reaches, type Level } from '../repositories/repository-policy.ts';

/**
 * Whether somebody may ask for a branch of a repository to be merged elsewhere, whose readers see it from then on: of what everybody
 * reads, whoever reads it, as in Gitea; of what is hidden, who writes there.
 */
export function mayOffer(level: Level, head: Pick<Repository, 'private' | 'owner'>): boolean {
  return reaches(level, isOpen(head) ? 'read' : 'write');
}

/** Whether somebody may let the maintainers of a base write to a head: nobody lets others into what they do not write themselves. */
export function mayOpenHead(head: Level): boolean {
  return reaches(head, 'write');
}

/** Whether somebody may bring a head up to date: who writes there, and where its author lets the maintainers edit, who writes in the base. */
export function mayUpdateHead({ head, base }: { head: Level; base: Level }, pull: { allowMaintainerEdit: boolean }): boolean {
  return reaches(head, 'write') || (pull.allowMaintainerEdit && reaches(base, 'write'));
}

import type { Session } from '@mosaic/contracts/mosaic';

import { may } from '../features/session/queries.ts';

/** The parts of the installation, each with what a reader needs to see it. */
export const SECTIONS = [
  { value: 'health', label: 'Health', grant: 'accounts:system:read' },
  { value: 'people', label: 'People and agents', grant: 'accounts:principal:read' },
  { value: 'tokens', label: 'Tokens', grant: 'accounts:token:read' },
  { value: 'applications', label: 'Applications', grant: 'accounts:application:read' },
  { value: 'audit', label: 'Audit', grant: 'accounts:audit:read' },
  { value: 'account', label: 'Your account', grant: null },
] as const;

export type SystemSection = (typeof SECTIONS)[number]['value'];

/** The parts that are open to a reader, in their order; "Your account" is open to everyone. */
export function openSections(session: Pick<Session, 'grants'>): SystemSection[] {
  return SECTIONS.filter(({ grant }) => grant === null || may(session, grant)).map(({ value }) => value);
}

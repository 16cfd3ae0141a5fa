import { useGo } from './app-link.tsx';
import { NotAllowed } from './empty.tsx';
import { ObjectPage } from './object-page.tsx';
import { SystemIcon } from '../theme/icons.ts';
import type { ReactNode } from 'react';

import type { Session } from '@mosaic/contracts/mosaic';

import { may, useSession } from '../features/session/queries.ts';
import { pathTo } from './app-link.tsx';

/** The parts of the installation, each with what a reader needs to see it. */
const SECTIONS = [
  { value: 'health', label: 'Health', grant: 'accounts:system:read' },
  { value: 'people', label: 'People and agents', grant: 'accounts:principal:read' },
  { value: 'tokens', label: 'Tokens', grant: 'accounts:token:read' },
  { value: 'audit', label: 'Audit', grant: 'accounts:audit:read' },
  { value: 'account', label: 'Your account', grant: null },
] as const;

type SystemSection = (typeof SECTIONS)[number]['value'];

/** The parts that are open to a reader, in their order; "Your account" is open to everyone. */
export function openSections(session: Pick<Session, 'grants'>): SystemSection[] {
  return SECTIONS.filter(({ grant }) => grant === null || may(session, grant)).map(({ value }) => value);
}

/** Header and tabs that every part of the system has; each reader sees those that are theirs. */
export function SystemFrame({ section, children }: { section: SystemSection; children: ReactNode }) {
  const session = useSession();
  const go = useGo();
  const open = openSections(session);
  return (
    <ObjectPage
      title="System"
      icon={SystemIcon}
      wide
      tabs={{
        value: section,
        onChange: (value) => go(pathTo('-', 'system', value)),
        list: SECTIONS.filter(({ value }) => open.includes(value)),
      }}
    >
      {open.includes(section) ? children : <NotAllowed message="This part of the system is not open to your role." />}
    </ObjectPage>
  );
}

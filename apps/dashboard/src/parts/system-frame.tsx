import type { ReactNode } from 'react';

import { useSession } from '../features/session/queries.ts';
import { SystemIcon } from '../theme/icons.ts';
import { pathTo, useGo } from './app-link.tsx';
import { NotAllowed } from './empty.tsx';
import { ObjectPage } from './object-page.tsx';
import { openSections, SECTIONS, type SystemSection } from './system-sections.ts';

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

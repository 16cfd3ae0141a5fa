import { useQuery } from '@tanstack/react-query';

import type { Principal } from '@mosaic/contracts/mosaic';

import { ActorAvatar } from '../../parts/actor-avatar.tsx';
import { InviteForm } from '../../parts/invite-form.tsx';
import { Loaded } from '../../parts/loaded.tsx';
import { Section } from '../../parts/object-page.tsx';
import { Panel } from '../../parts/panel.tsx';
import { SystemFrame } from '../../parts/system-frame.tsx';
import type { Column } from '../../parts/table/data-table.tsx';
import { PagedTable } from '../../parts/table/paged-table.tsx';
import { RelativeTime } from '../../parts/time/relative-time.tsx';
import { may, useSession } from '../session/queries.ts';
import { principalsQuery } from './queries.ts';

const principalColumns: readonly Column<Principal>[] = [
  { header: 'Name', cell: ({ login, kind }) => <ActorAvatar login={login} kind={kind} /> },
  { header: 'Kind', cell: ({ kind }) => kind, width: '110px' },
  { header: 'Role', cell: ({ role }) => role, width: '140px' },
  { header: 'State', cell: ({ disabled }) => (disabled ? 'disabled' : 'active'), width: '100px', phone: 'first' },
  { header: 'Since', cell: ({ createdAt }) => <RelativeTime time={createdAt} />, width: '140px', align: 'right' },
];

const KIND_RANK: Record<Principal['kind'], number> = { person: 0, agent: 1, service: 2 };

/** Who may sign in here, and a link for one more. */
export function PeoplePage() {
  return (
    <SystemFrame section="people">
      <People />
    </SystemFrame>
  );
}

function People() {
  const session = useSession();
  const principals = useQuery(principalsQuery);
  return (
    <>
      <Panel>
        <Loaded query={principals} rows={8}>
          {(list) => (
            <PagedTable
              label="People and agents"
              rows={list.toSorted((a, b) => KIND_RANK[a.kind] - KIND_RANK[b.kind])}
              columns={principalColumns}
              rowKey={({ id }) => id}
            />
          )}
        </Loaded>
      </Panel>
      {may(session, 'accounts:principal:admin') && (
        <Section title="Invite a colleague">
          <div className="prose-box">
            <InviteForm />
          </div>
        </Section>
      )}
    </>
  );
}

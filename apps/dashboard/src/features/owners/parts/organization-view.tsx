import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';

import type { Organization, Team, User } from '@mosaic/contracts/gitea';

import { ActorAvatar } from '../../../parts/actor-avatar.tsx';
import { AppLink, pathTo, useGo, useSearchParam } from '../../../parts/app-link.tsx';
import { Loaded } from '../../../parts/loaded.tsx';
import { ObjectPage } from '../../../parts/object-page.tsx';
import { Panel } from '../../../parts/panel.tsx';
import { type Column, DataTable, RowTitle } from '../../../parts/table/data-table.tsx';
import { Pager, usePage } from '../../../parts/table/pager.tsx';
import { OrganizationIcon } from '../../../theme/organization-icons.ts';
import { useSession } from '../../session/queries.ts';
import { membersQuery, placeQuery, teamsQuery } from '../queries.ts';
import { rightsInWords, SEEN_BY } from './rights-in-words.ts';

const TABS = [
  { value: 'repositories', label: 'Repositories' },
  { value: 'people', label: 'People' },
  { value: 'teams', label: 'Teams' },
] as const;

/** An organization: what it owns, who is in it, who may what. */
export function OrganizationView({ organization, repositories }: { organization: Organization; repositories: ReactNode }) {
  const [tab, setTab] = useSearchParam('tab', 'repositories');
  const { name, full_name: fullName, description, website, visibility } = organization;
  return (
    <ObjectPage
      title={name}
      icon={OrganizationIcon}
      status={
        <>
          <span>{SEEN_BY[visibility]}</span>
          {fullName !== '' && <span>{fullName}</span>}
          {description !== '' && <span>{description}</span>}
          {website !== '' && (
            <AppLink href={website} className="text-link" rel="noreferrer nofollow">
              {website}
            </AppLink>
          )}
        </>
      }
      actions={tab === 'teams' && <NewTeam org={name} />}
      tabs={{ value: tab, onChange: setTab, list: TABS }}
    >
      {tab === 'people' ? <People org={name} /> : tab === 'teams' ? <Teams org={name} /> : repositories}
    </ObjectPage>
  );
}

function NewTeam({ org }: { org: string }) {
  const go = useGo();
  const { principal } = useSession();
  if (useQuery(placeQuery(org, principal.login)).data?.is_owner !== true) return null;
  return (
    <Button size="xs" onClick={() => go(pathTo('-', 'organizations', org, 'teams', 'new'))}>
      New team
    </Button>
  );
}

const personColumns: readonly Column<User>[] = [
  { header: 'Person', cell: ({ login }) => <ActorAvatar login={login} /> },
  { header: 'Name', cell: ({ full_name: name }) => <span className="muted">{name}</span>, phone: 'none' },
];

function People({ org }: { org: string }) {
  const [page, setPage] = usePage();
  const members = useQuery(membersQuery(org, page));
  return (
    <Panel>
      <Loaded query={members} rows={6}>
        {({ items, total }) => (
          <>
            {items.length === 0 && page === 1 ? (
              <p className="prose-box muted">Its people are known to each other alone.</p>
            ) : (
              <DataTable
                label="People"
                rows={items}
                columns={personColumns}
                rowKey={({ id }) => id}
                rowHref={({ login }) => pathTo(login)}
              />
            )}
            <Pager page={page} onPage={setPage} total={total} />
          </>
        )}
      </Loaded>
    </Panel>
  );
}

const teamColumns: readonly Column<Team>[] = [
  { header: 'Team', cell: ({ name }) => <RowTitle>{name}</RowTitle>, width: '22%' },
  { header: 'Description', cell: ({ description }) => <span className="muted">{description}</span>, phone: 'none' },
  { header: 'May', cell: (team) => rightsInWords(team), width: '34%' },
  {
    header: 'Repositories',
    cell: ({ includes_all_repositories: all }) => (all ? 'all' : 'chosen ones'),
    width: '120px',
    align: 'right',
    phone: 'first',
  },
];

function Teams({ org }: { org: string }) {
  const [page, setPage] = usePage();
  const teams = useQuery(teamsQuery(org, page));
  return (
    <Panel>
      <Loaded query={teams} rows={4}>
        {({ items, total }) => (
          <>
            <DataTable
              label="Teams"
              rows={items}
              columns={teamColumns}
              rowKey={({ id }) => id}
              rowHref={({ id }) => pathTo('-', 'organizations', org, 'teams', id)}
              withKeys
            />
            <Pager page={page} onPage={setPage} total={total} />
          </>
        )}
      </Loaded>
    </Panel>
  );
}

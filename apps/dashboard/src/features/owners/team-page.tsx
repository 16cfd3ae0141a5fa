import { useQuery } from '@tanstack/react-query';

import { pathTo, useSearchParam } from '../../parts/app-link.tsx';
import { Loaded } from '../../parts/loaded.tsx';
import { ObjectPage } from '../../parts/object-page.tsx';
import { TeamIcon } from '../../theme/organization-icons.ts';
import { useSession } from '../session/queries.ts';
import { rightsInWords } from './parts/rights-in-words.ts';
import { TeamMembers } from './parts/team-members.tsx';
import { TeamRepositories } from './parts/team-repositories.tsx';
import { TeamSettings } from './parts/team-settings.tsx';
import { placeQuery, teamQuery } from './queries.ts';

/** One team: who is in it, what it has, what it may. */
export function TeamPage({ org, id }: { org: string; id: number }) {
  const team = useQuery(teamQuery(org, id));
  const { principal } = useSession();
  const isOwner = useQuery(placeQuery(org, principal.login)).data?.is_owner === true;
  const [tab, setTab] = useSearchParam('tab', 'members');
  const list = [
    { value: 'members', label: 'Members' },
    { value: 'repositories', label: 'Repositories' },
    ...(isOwner ? [{ value: 'settings', label: 'Settings' }] : []),
  ];
  return (
    <Loaded query={team} isPage rows={8}>
      {(found) => {
        const shared = { org, team: found, mayChange: isOwner };
        return (
          <ObjectPage
            title={found.name}
            icon={TeamIcon}
            crumbs={[
              { label: org, href: pathTo(org) },
              { label: 'Teams', href: `${pathTo(org)}?tab=teams` },
            ]}
            status={
              <>
                <span>{`may: ${rightsInWords(found)}`}</span>
                {found.description !== '' && <span>{found.description}</span>}
              </>
            }
            tabs={{ value: tab, onChange: setTab, list }}
          >
            {tab === 'settings' && isOwner ? (
              <TeamSettings org={org} team={found} />
            ) : tab === 'repositories' ? (
              <TeamRepositories {...shared} />
            ) : (
              <TeamMembers {...shared} />
            )}
          </ObjectPage>
        );
      }}
    </Loaded>
  );
}

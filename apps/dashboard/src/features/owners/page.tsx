import { useQuery } from '@tanstack/react-query';

import { NothingYet } from '../../parts/empty.tsx';
import { RepositoryTable } from '../../parts/lists/repository-table.tsx';
import { Loaded } from '../../parts/loaded.tsx';
import { ObjectPage } from '../../parts/object-page.tsx';
import { Panel } from '../../parts/panel.tsx';
import { Pager, usePage } from '../../parts/table/pager.tsx';
import { PersonIcon } from '../../theme/icons.ts';
import { ownRepositoriesQuery } from '../repositories/queries.ts';
import { OrganizationView } from './parts/organization-view.tsx';
import { organizationQuery } from './queries.ts';

/** One owner's repositories; an organization has its people and teams beside them. */
export function OwnerPage({ owner }: { owner: string }) {
  const organization = useQuery(organizationQuery(owner));
  if (organization.data) return <OrganizationView organization={organization.data} repositories={<Repositories owner={owner} />} />;
  return (
    <ObjectPage title={owner} icon={PersonIcon}>
      <Repositories owner={owner} />
    </ObjectPage>
  );
}

function Repositories({ owner }: { owner: string }) {
  const [page, setPage] = usePage();
  const repositories = useQuery(ownRepositoriesQuery(owner, page));
  return (
    <Panel>
      <Loaded query={repositories} rows={6}>
        {({ items, total }) => (
          <>
            {total === 0 ? (
              <NothingYet title="Nothing here that you may see">{`${owner} has no repositories, or none that you may see.`}</NothingYet>
            ) : (
              <RepositoryTable rows={items} />
            )}
            <Pager page={page} onPage={setPage} total={total} />
          </>
        )}
      </Loaded>
    </Panel>
  );
}

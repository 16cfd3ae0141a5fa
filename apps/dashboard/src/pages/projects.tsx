import { useQuery } from '@tanstack/react-query';

import type { Repository } from '@mosaic/contracts/gitea';

import { ownRepositoriesQuery, projectsQuery, repositoriesQuery } from '../api/queries.ts';
import { useSession } from '../api/session.ts';
import { DataTable, type Column } from '../parts/data-table.tsx';
import { NothingYet } from '../parts/empty.tsx';
import { Loaded } from '../parts/loaded.tsx';
import { ObjectPage, Section } from '../parts/object-page.tsx';
import { Pager, usePage } from '../parts/pager.tsx';
import { RelativeTime } from '../parts/relative-time.tsx';
import { useRouteParams } from '../parts/route-params.ts';
import { PersonIcon, ProjectIcon } from '../theme/icons.ts';
import { ProjectTable } from './project-table.tsx';

/** The catalogue. */
export function ProjectsPage() {
  const { principal } = useSession();
  const projects = useQuery(projectsQuery);
  return (
    <ObjectPage title="Projects" icon={ProjectIcon} wide>
      <div className="panel section-panel">
        <Loaded query={projects} rows={8}>
          {(list) =>
            list.length === 0 ? (
              <NothingYet
                title="No projects yet"
                command={`git push ${window.location.origin}/${principal.login}/my-project.git HEAD:main`}
              >
                The first push to a new repository makes a project of the same name.
              </NothingYet>
            ) : (
              <ProjectTable rows={list} />
            )
          }
        </Loaded>
      </div>
      <Section title="Repositories">
        <Repositories />
      </Section>
    </ObjectPage>
  );
}

const columns: readonly Column<Repository>[] = [
  { header: 'Repository', cell: ({ full_name }) => <strong className="row-title">{full_name}</strong> },
  { header: 'Description', cell: ({ description }) => <span className="muted">{description}</span>, phone: 'none' },
  { header: 'Seen by', cell: (row) => (row.private ? 'private' : 'everyone'), width: '100px' },
  { header: 'Changed', cell: ({ updated_at }) => <RelativeTime time={updated_at} />, width: '140px', align: 'right' },
];

function RepositoryTable({ rows }: { rows: readonly Repository[] }) {
  return (
    <DataTable label="Repositories" rows={rows} columns={columns} rowKey={({ id }) => id} rowHref={({ full_name }) => `/${full_name}`} />
  );
}

/** All that the reader may see, with and without a project. */
function Repositories() {
  const [page, setPage] = usePage('repositories');
  const repositories = useQuery(repositoriesQuery({ q: '', page }));
  return (
    <Loaded query={repositories} rows={6}>
      {({ items, total }) => (
        <>
          {total === 0 ? <NothingYet title="No repositories yet" /> : <RepositoryTable rows={items} />}
          <Pager page={page} onPage={setPage} total={total} />
        </>
      )}
    </Loaded>
  );
}

/** One owner's repositories. */
export function OwnerPage() {
  const { owner } = useRouteParams('owner');
  const [page, setPage] = usePage();
  const repositories = useQuery(ownRepositoriesQuery(owner, page));
  return (
    <ObjectPage title={owner} icon={PersonIcon}>
      <div className="panel section-panel">
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
      </div>
    </ObjectPage>
  );
}

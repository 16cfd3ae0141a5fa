import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';

import { useGo } from '../../parts/app-link.tsx';
import { NothingYet } from '../../parts/empty.tsx';
import { ProjectTable } from '../../parts/lists/project-table.tsx';
import { RepositoryTable } from '../../parts/lists/repository-table.tsx';
import { Loaded } from '../../parts/loaded.tsx';
import { ObjectPage, Section } from '../../parts/object-page.tsx';
import { Panel } from '../../parts/panel.tsx';
import { Pager, usePage } from '../../parts/table/pager.tsx';
import { ProjectIcon } from '../../theme/icons.ts';
import { repositoriesQuery } from '../repositories/queries.ts';
import { may, useSession } from '../session/queries.ts';
import { projectsQuery } from './queries.ts';

/** The catalogue. */
export function ProjectsPage() {
  const session = useSession();
  const { principal } = session;
  const go = useGo();
  const projects = useQuery(projectsQuery);
  return (
    <ObjectPage
      title="Projects"
      icon={ProjectIcon}
      wide
      actions={
        may(session, 'forge:organization:admin') && (
          <Button size="xs" variant="default" onClick={() => go('/-/organizations/new')}>
            New organization
          </Button>
        )
      }
    >
      <Panel>
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
      </Panel>
      <Section title="Repositories">
        <Repositories />
      </Section>
    </ObjectPage>
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

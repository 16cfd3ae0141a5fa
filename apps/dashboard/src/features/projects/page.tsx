import { Button } from '@mantine/core';
import { useQuery, type UseQueryResult } from '@tanstack/react-query';

import type { Project } from '@mosaic/contracts/mosaic';

import { AppLink, pathTo, useSearchParam } from '../../parts/app-link.tsx';
import { JourneyStrip } from '../../parts/chain/chain-strip.tsx';
import { NothingYet } from '../../parts/empty.tsx';
import { DeploymentList } from '../../parts/lists/deployment-list.tsx';
import { JourneyList } from '../../parts/lists/journey-list.tsx';
import { PipelineList } from '../../parts/lists/pipeline-list.tsx';
import { TaskList } from '../../parts/lists/task-list.tsx';
import { Loaded } from '../../parts/loaded.tsx';
import { ObjectPage, Section } from '../../parts/object-page.tsx';
import { Panel } from '../../parts/panel.tsx';
import { Row, RowEnd, Rows } from '../../parts/rows.tsx';
import { StatusIcon } from '../../parts/status/status-icon.tsx';
import { RelativeTime } from '../../parts/time/relative-time.tsx';
import { ICON, LiveIcon, ProjectIcon } from '../../theme/icons.ts';
import { type JourneyView, newestJourneysQuery } from '../journeys/queries.ts';
import { projectQuery } from './queries.ts';

const TABS = [
  { value: 'overview', label: 'Overview' },
  { value: 'pipelines', label: 'Pipelines' },
  { value: 'deployments', label: 'Deployments' },
  { value: 'work', label: 'Work' },
] as const;

/** What a team ships, with everything that belongs to it. */
export function ProjectPage({ project: name }: { project: string }) {
  const project = useQuery(projectQuery(name));
  return (
    <Loaded query={project} isPage rows={12}>
      {(found) => <ProjectView project={found} />}
    </Loaded>
  );
}

function ProjectView({ project }: { project: Project }) {
  const [tab, setTab] = useSearchParam('tab', 'overview');
  const journeys = useQuery(newestJourneysQuery({ project: project.name, limit: 10 }));
  const newest = journeys.data?.[0];
  const live = project.environments.find(({ name, url }) => name === 'production' && url !== '');
  return (
    <ObjectPage
      title={project.name}
      icon={ProjectIcon}
      crumbs={[{ label: 'Projects', href: '/-/projects' }]}
      status={project.private ? 'private' : 'public'}
      actions={
        <>
          <Button component={AppLink} className="button-link" variant="default" href={`/${project.repository}`}>
            Code
          </Button>
          {live !== undefined && (
            <Button component="a" className="button-link" href={live.url} leftSection={<LiveIcon {...ICON} />}>
              Open the site
            </Button>
          )}
        </>
      }
      chain={newest === undefined ? undefined : <JourneyStrip journey={newest} />}
      tabs={{ value: tab, onChange: setTab, list: TABS }}
      rail={[
        {
          label: 'Repository',
          value: (
            <AppLink href={`/${project.repository}`} className="text-link">
              {project.repository}
            </AppLink>
          ),
        },
        {
          label: 'Owner',
          value: (
            <AppLink href={pathTo(project.owner)} className="text-link">
              {project.owner}
            </AppLink>
          ),
        },
        { label: 'Since', value: <RelativeTime time={project.createdAt} /> },
      ]}
    >
      <TabContent tab={tab} project={project} journeys={journeys} />
    </ObjectPage>
  );
}

function TabContent({ tab, project, journeys }: { tab: string; project: Project; journeys: UseQueryResult<JourneyView[]> }) {
  switch (tab) {
    case 'pipelines':
      return <Pipelines repository={project.repository} />;
    case 'deployments':
      return (
        <Panel>
          <DeploymentList
            project={project.name}
            empty={{ title: 'No deployments yet', text: 'A green pipeline on the default branch makes the first.' }}
          />
        </Panel>
      );
    case 'work':
      return (
        <Panel>
          <TaskList project={project.name} empty='An entry under "agents" in .mosaic.yaml makes a task of each matching pipeline.' />
        </Panel>
      );
    default:
      return <Overview project={project} journeys={journeys} />;
  }
}

function Overview({ project, journeys }: { project: Project; journeys: UseQueryResult<JourneyView[]> }) {
  return (
    <>
      <Section title="Environments">
        {project.environments.length === 0 ? (
          <NothingYet title="Nothing is deployed yet">
            An entry under "deploy" in .mosaic.yaml puts a green pipeline's artifact into an environment.
          </NothingYet>
        ) : (
          <Rows>
            {project.environments.map(({ name, state, url, deployedAt, sha }) => (
              <Row key={name}>
                <StatusIcon of="deployment" status={state} />
                <AppLink href={pathTo('-', 'projects', project.name, 'environments', name)} className="text-link">
                  {name}
                </AppLink>
                {url !== '' && (
                  <a href={url} className="muted truncate">
                    {url}
                  </a>
                )}
                <RowEnd>
                  {sha !== null && <span className="mono">{sha.slice(0, 10)} </span>}
                  {deployedAt !== null && <RelativeTime time={deployedAt} />}
                </RowEnd>
              </Row>
            ))}
          </Rows>
        )}
      </Section>
      <Section title="Last changes">
        <Loaded query={journeys}>{(list) => <JourneyList journeys={list} />}</Loaded>
      </Section>
    </>
  );
}

function Pipelines({ repository }: { repository: string }) {
  const [owner = '', repo = ''] = repository.split('/');
  return (
    <Panel>
      <PipelineList owner={owner} repo={repo} />
    </Panel>
  );
}

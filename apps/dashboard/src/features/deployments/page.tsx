import { Alert, Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';

import type { Deployment } from '@mosaic/contracts/mosaic';

import { ActorAvatar } from '../../parts/actor-avatar.tsx';
import { AppLink, pathTo } from '../../parts/app-link.tsx';
import { ChainStrip } from '../../parts/chain/chain-strip.tsx';
import { DeploymentList } from '../../parts/lists/deployment-list.tsx';
import { Loaded } from '../../parts/loaded.tsx';
import { ObjectPage, type ObjectPageProps, Section } from '../../parts/object-page.tsx';
import { StatusIcon } from '../../parts/status/status-icon.tsx';
import { Duration, RelativeTime } from '../../parts/time/relative-time.tsx';
import { DeploymentIcon, ICON, LiveIcon } from '../../theme/icons.ts';
import { RollBack } from './parts/roll-back.tsx';
import { deploymentQuery, newestDeploymentQuery } from './queries.ts';

/** One version put into one environment, with its result and the way back. */
export function DeploymentPage({ id }: { id: number }) {
  const deployment = useQuery(deploymentQuery(id));
  return (
    <Loaded query={deployment} isPage rows={12}>
      {(found) => <DeploymentView deployment={found} />}
    </Loaded>
  );
}

function DeploymentView({ deployment }: { deployment: Deployment }) {
  const { id, project, environment, state, url, reason } = deployment;
  const superseded = useQuery({ ...newestDeploymentQuery({ project, environment, state: 'superseded' }), enabled: state === 'live' });
  // What "Roll back" offers: this deployment when another is live, else the one before it.
  const back = state === 'superseded' ? deployment : state === 'live' ? (superseded.data ?? undefined) : undefined;
  return (
    <ObjectPage
      title={`${environment} #${id}`}
      icon={DeploymentIcon}
      crumbs={[
        { label: 'Projects', href: '/-/projects' },
        { label: project, href: pathTo('-', 'projects', project) },
        { label: environment, href: pathTo('-', 'projects', project, 'environments', environment) },
      ]}
      status={
        <>
          <StatusIcon of="deployment" status={state} />
          <span className="truncate">{deployment.title}</span>
        </>
      }
      actions={
        <>
          {state === 'live' && (
            <Button component="a" className="button-link" variant="default" href={url} leftSection={<LiveIcon {...ICON} />}>
              Open the site
            </Button>
          )}
          {back !== undefined && <RollBack deployment={back} />}
        </>
      }
      chain={<ChainStrip id={deployment.traceId} present="deployment" />}
      rail={railOf(deployment)}
    >
      {reason !== '' && (
        <Alert color={state === 'failed' ? 'fail' : 'idle'} variant="light" title={state === 'failed' ? 'Why it failed' : 'Note'}>
          {reason}
        </Alert>
      )}
      <Section title={`History of ${environment}`}>
        <DeploymentList project={project} environment={environment} empty={{ title: 'No other deployments', text: '' }} />
      </Section>
    </ObjectPage>
  );
}

function railOf(deployment: Deployment): ObjectPageProps['rail'] {
  const { project, repository, sha, pipelineNumber, rollbackOf } = deployment;
  return [
    {
      label: 'Version',
      value: (
        <AppLink href={`/${repository}/commit/${sha}`} className="text-link mono">
          {sha.slice(0, 10)}
        </AppLink>
      ),
    },
    {
      label: 'Pipeline',
      value: (
        <AppLink href={`/${repository}/pipelines/${pipelineNumber}`} className="text-link">{`${repository} #${pipelineNumber}`}</AppLink>
      ),
    },
    { label: 'Asked for by', value: <ActorAvatar login={deployment.requestedBy} /> },
    { label: 'When', value: <RelativeTime time={deployment.requestedAt} /> },
    { label: 'Took', value: <Duration startedAt={deployment.requestedAt} endedAt={deployment.finishedAt} /> },
    { label: 'Artifact', value: <span className="mono">{deployment.artifact}</span> },
    ...(rollbackOf === null
      ? []
      : [
          {
            label: 'Roll back to',
            value: (
              <AppLink href={pathTo('-', 'projects', project, 'deployments', rollbackOf)} className="text-link">{`#${rollbackOf}`}</AppLink>
            ),
          },
        ]),
  ];
}

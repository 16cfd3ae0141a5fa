import { Alert, Button, Group, Modal, Stack, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { notifications } from '@mantine/notifications';
import { IconArrowBackUp } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';

import { type Deployment, deploymentRollBack } from '@mosaic/contracts/mosaic';

import { CopyAs } from '../actions/copy-as.tsx';
import { useActions } from '../actions/registry.tsx';
import { callMcp, requestId } from '../api/clients.ts';
import { deploymentQuery, newestDeploymentQuery } from '../api/queries.ts';
import { useMayPush } from '../api/permissions.ts';
import { may, useSession } from '../api/session.ts';
import { ActorAvatar } from '../parts/actor-avatar.tsx';
import { AppLink, pathTo, useGo } from '../parts/app-link.tsx';
import { ChainStrip } from '../parts/chain-strip.tsx';
import { Loaded, MutationProblem } from '../parts/loaded.tsx';
import { ObjectPage, Section } from '../parts/object-page.tsx';
import { Duration, RelativeTime } from '../parts/relative-time.tsx';
import { useRouteParams } from '../parts/route-params.ts';
import { StatusIcon } from '../parts/status-icon.tsx';
import { DeploymentIcon, ICON, LiveIcon } from '../theme/icons.ts';
import { DeploymentList } from './deployment-table.tsx';

/** One version put into one environment, with its result and the way back. */
export function DeploymentPage() {
  const { id } = useRouteParams('id');
  const deployment = useQuery(deploymentQuery(Number(id)));
  return (
    <Loaded query={deployment} isPage rows={12}>
      {(found) => <DeploymentView deployment={found} />}
    </Loaded>
  );
}

function DeploymentView({ deployment }: { deployment: Deployment }) {
  const { id, project, environment, repository, sha, state, url, reason, pipelineNumber, rollbackOf } = deployment;
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
          <StatusIcon status={state} />
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
      rail={[
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
            <AppLink
              href={`/${repository}/pipelines/${pipelineNumber}`}
              className="text-link"
            >{`${repository} #${pipelineNumber}`}</AppLink>
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
                  <AppLink
                    href={pathTo('-', 'projects', project, 'deployments', rollbackOf)}
                    className="text-link"
                  >{`#${rollbackOf}`}</AppLink>
                ),
              },
            ]),
      ]}
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

/** Puts this deployment live again, behind a dialog that names object and effect. */
function RollBack({ deployment: { id, project, environment, repository, sha, title } }: { deployment: Deployment }) {
  const session = useSession();
  const client = useQueryClient();
  const go = useGo();
  const [opened, { open, close }] = useDisclosure(false);
  const input = { requestId: requestId(), id };
  const roll = useMutation({
    mutationFn: () => callMcp(deploymentRollBack, { requestId: requestId(), id }),
    onSuccess: ({ deployment }) => {
      void client.invalidateQueries({ queryKey: ['deployments'] });
      notifications.show({ message: `Rolling ${environment} back to #${id}` });
      close();
      go(pathTo('-', 'projects', project, 'deployments', deployment.id));
    },
  });
  const mayPush = useMayPush(repository);
  const isAllowed = mayPush && may(session, 'mcp:deployment:write');
  const name = `Roll back to #${id}`;
  useActions(
    isAllowed
      ? [
          {
            id: 'roll-back',
            title: name,
            group: 'On this page',
            icon: IconArrowBackUp,
            run: open,
            equivalents: { mcp: { tool: 'deployment_roll_back', arguments: input } },
          },
        ]
      : [],
  );
  if (!isAllowed) return null;
  return (
    <>
      <Button leftSection={<IconArrowBackUp {...ICON} />} onClick={open}>
        {name}
      </Button>
      <CopyAs title={name} equivalents={{ mcp: { tool: 'deployment_roll_back', arguments: input } }} />
      <Modal opened={opened} onClose={close} title={`Roll ${project} · ${environment} back to #${id}?`}>
        <Stack gap="lg">
          <Text size="sm">
            The environment {environment} will serve version {sha.slice(0, 10)} ({title}) again, as a new deployment. What is live now stays
            in the history, and you can roll forward to it in the same way.
          </Text>
          <MutationProblem title="It was not rolled back" error={roll.error} />
          <Group justify="flex-end" gap="sm">
            <Button variant="default" onClick={close}>
              Keep what is live
            </Button>
            <Button color="fail" loading={roll.isPending} onClick={() => roll.mutate()}>
              {name}
            </Button>
          </Group>
        </Stack>
      </Modal>
    </>
  );
}

/** A named place where a project runs, with its history. */
export function EnvironmentPage() {
  const { project, environment } = useRouteParams('project', 'environment');
  const live = useQuery(newestDeploymentQuery({ project, environment, state: 'live' })).data ?? undefined;
  return (
    <ObjectPage
      title={environment}
      icon={DeploymentIcon}
      crumbs={[
        { label: 'Projects', href: '/-/projects' },
        { label: project, href: pathTo('-', 'projects', project) },
      ]}
      status={live === undefined ? undefined : <StatusIcon status="live" />}
      actions={
        live === undefined ? undefined : (
          <Button component="a" className="button-link" variant="default" href={live.url} leftSection={<LiveIcon {...ICON} />}>
            Open the site
          </Button>
        )
      }
      chain={live === undefined ? undefined : <ChainStrip id={live.traceId} present="live" />}
    >
      <div className="panel section-panel">
        <DeploymentList
          project={project}
          environment={environment}
          empty={{ title: 'Nothing was deployed here', text: `No deployment of ${project} to ${environment} that you may see.` }}
        />
      </div>
    </ObjectPage>
  );
}

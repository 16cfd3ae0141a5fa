import { Button, Text } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';

import { type InboxEntry, inboxMark } from '@mosaic/contracts/mosaic';

import { callMcp, requestId } from '../../api/clients.ts';
import { ActorAvatar } from '../../parts/actor-avatar.tsx';
import { AppLink, pathTo } from '../../parts/app-link.tsx';
import { JourneyRow } from '../../parts/lists/journey-list.tsx';
import { ProjectTable } from '../../parts/lists/project-table.tsx';
import { Loaded, MutationProblem, Problem } from '../../parts/loaded.tsx';
import { ObjectPage, Section } from '../../parts/object-page.tsx';
import { Row, RowEnd, Rows } from '../../parts/rows.tsx';
import { StatusIcon } from '../../parts/status/status-icon.tsx';
import { formatDuration } from '../../parts/time/duration.ts';
import { RelativeTime } from '../../parts/time/relative-time.tsx';
import { agentsQuery } from '../agents/queries.ts';
import { inboxKeys } from '../inbox/keys.ts';
import { unreadQuery } from '../inbox/queries.ts';
import { homeJourneysQuery, isMoving } from '../journeys/queries.ts';
import { projectsQuery } from '../projects/queries.ts';
import { may, useSession } from '../session/queries.ts';
import { systemQuery } from '../system/queries.ts';
import { FirstSteps, useFirstSteps } from './parts/first-steps.tsx';
import css from './page.module.css';

const AT_MOST = 5;

/** What needs me, what is happening now. */
export function HomePage() {
  const steps = useFirstSteps();
  return (
    <ObjectPage title="Home">
      <SickServices />
      {steps.state === 'full' && <FirstSteps view={steps} />}
      <NeedsYou />
      <Now />
      {steps.state === 'line' && <FirstSteps view={steps} />}
      <Projects />
      <AgentsAtWork />
      <HealthLine />
    </ObjectPage>
  );
}

function NeedsYou() {
  const inbox = useQuery(unreadQuery);
  const client = useQueryClient();
  const done = useMutation({
    mutationFn: (entry: InboxEntry) => callMcp(inboxMark, { requestId: requestId(), ids: [entry.id], read: true }),
    onSettled: () => client.invalidateQueries({ queryKey: inboxKeys.all }),
  });
  const entries = (inbox.data?.entries ?? []).filter(({ outcome }) => outcome === 'fail').slice(0, AT_MOST);
  if (entries.length === 0) return null;
  return (
    <Section title="Needs you">
      <Rows>
        {entries.map((entry) => (
          <Row key={entry.id}>
            <StatusIcon of="own" status="needs-you" />
            <AppLink href={entry.url} className="plain-link truncate">
              {entry.title}
            </AppLink>
            <RowEnd>
              <RelativeTime time={entry.createdAt} />
            </RowEnd>
            <Button variant="default" onClick={() => done.mutate(entry)}>
              Done
            </Button>
          </Row>
        ))}
      </Rows>
      <MutationProblem title="The entry could not be marked" error={done.error} />
    </Section>
  );
}

function Now() {
  const journeys = useQuery(homeJourneysQuery);
  if (journeys.data?.length === 0) return null;
  return (
    <Section
      title="Now"
      aside={
        <AppLink href="/-/delivery" className="text-link">
          All changes
        </AppLink>
      }
    >
      <Loaded query={journeys} rows={3}>
        {(all) => {
          const moving = all.filter(isMoving);
          const shown = moving.length > 0 ? moving : all.slice(0, AT_MOST);
          return (
            <Rows>
              {shown.slice(0, AT_MOST).map((journey) => (
                <JourneyRow key={journey.traceId} journey={journey} />
              ))}
            </Rows>
          );
        }}
      </Loaded>
    </Section>
  );
}

function Projects() {
  const projects = useQuery(projectsQuery);
  if (projects.data?.length === 0) return null;
  return (
    <Section title="Projects">
      <Loaded query={projects}>{(list) => <ProjectTable rows={list} />}</Loaded>
    </Section>
  );
}

function AgentsAtWork() {
  const agents = useQuery(agentsQuery);
  const busy = (agents.data ?? []).filter(({ busyWith }) => busyWith !== null);
  if (busy.length === 0) return null;
  return (
    <Section title="Agents at work">
      <Rows>
        {busy.map(({ login, busyWith, task }) => (
          <Row key={login}>
            <ActorAvatar login={login} kind="agent" />
            {task === null ? (
              <Text size="sm">{busyWith}</Text>
            ) : (
              <>
                <AppLink href={pathTo('-', 'projects', task.project, 'tasks', task.id)} className="plain-link truncate">
                  {busyWith}
                </AppLink>
                <RowEnd>
                  <RelativeTime time={task.updatedAt} />
                </RowEnd>
              </>
            )}
          </Row>
        ))}
      </Rows>
    </Section>
  );
}

function useSystem() {
  const session = useSession();
  return useQuery({ ...systemQuery, enabled: may(session, 'accounts:system:read') });
}

/** Only a sick service becomes a banner, with the reason. */
function SickServices() {
  const sick = (useSystem().data?.services ?? []).filter(({ state }) => state !== 'ok');
  return sick.map(({ name, state, reason }) => (
    <Problem
      key={name}
      title={`${name} is ${state}`}
      message={`${reason ?? 'It does not answer.'} Run "./mosaic doctor" to see what is wrong and how to mend it.`}
    />
  ));
}

function HealthLine() {
  const system = useSystem().data;
  if (system === undefined) return null;
  const well = system.services.filter(({ state }) => state === 'ok').length;
  return (
    <AppLink href="/-/system" className={css['health-line']}>
      <StatusIcon of="service" status={well === system.services.length ? 'ok' : 'degraded'} iconOnly />
      {well} of {system.services.length} services well · version {system.version} · up {formatDuration(system.uptimeMs)}
    </AppLink>
  );
}

import { Button, Code, CopyButton, Group, Stack, Text } from '@mantine/core';
import { useLocalStorage } from '@mantine/hooks';
import { IconCircle, IconCircleCheckFilled, IconCopy } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState, type ReactNode } from 'react';

import { expectOk } from '@mosaic/contracts/wire';

import { frontSend } from '../api/clients.ts';
import { agentsQuery, homeJourneysQuery, principalsQuery, tokensQuery } from '../api/queries.ts';
import { may, useSession } from '../api/session.ts';
import { JourneyStrip } from '../parts/chain-strip.tsx';
import { MutationProblem } from '../parts/loaded.tsx';
import { Section } from '../parts/object-page.tsx';
import { ICON } from '../theme/icons.ts';
import { InviteForm } from './invite-form.tsx';
import './first-steps.css';

/** The repository that the demo pushes to, under the asker's name. */
const DEMO_REPOSITORY = 'hello';
const BUILT_IN_AGENTS: ReadonlySet<string> = new Set(['triage', 'reviewer']);
const CLIENTS = ['claude', 'codex', 'gemini', 'opencode'] as const;

/** On a new installation: four steps that tick themselves. They leave when all are done or hidden. */
export function FirstSteps() {
  const session = useSession();
  const [isHidden, setHidden] = useLocalStorage({ key: 'mosaic-first-steps-hidden', defaultValue: false, getInitialValueInEffect: false });
  // The link of an invitation is shown once, so its step stays open although it ticks.
  const [hasLink, setHasLink] = useState(false);
  const journeys = useQuery({ ...homeJourneysQuery, enabled: !isHidden });
  const people = useQuery({ ...principalsQuery, enabled: !isHidden && may(session, 'accounts:principal:read') });
  const agents = useQuery({ ...agentsQuery, enabled: !isHidden });
  const tokens = useQuery({ ...tokensQuery(), enabled: !isHidden });
  const isReady = [journeys, agents, tokens].every(({ isPending }) => !isPending);

  const all = journeys.data ?? [];
  const isDemo = ({ repository }: { repository: string }): boolean => repository === `${session.principal.login}/${DEMO_REPOSITORY}`;
  const demoDone = all.some((journey) => isDemo(journey) && journey.hops.some(({ kind }) => kind === 'notification'));
  const pushDone = all.some((journey) => !isDemo(journey) && journey.repository.startsWith(`${session.principal.login}/`));
  const agentDone =
    (agents.data ?? []).some(({ ruleBased }) => !ruleBased) ||
    (people.data ?? []).some(({ kind, login }) => kind === 'agent' && !BUILT_IN_AGENTS.has(login)) ||
    (tokens.data ?? []).some(({ doors, lastUsedAt }) => doors.every((door) => door === 'mcp') && lastUsedAt !== null);
  const canInvite = may(session, 'accounts:principal:admin');
  const colleagueDone = (people.data ?? []).filter(({ kind }) => kind === 'person').length > 1;
  const ticks = [demoDone, pushDone, agentDone, ...(canInvite ? [colleagueDone] : [])];
  const isComplete = isReady && people.data !== undefined && ticks.every(Boolean) && !hasLink;
  useEffect(() => {
    if (isComplete) setHidden(true);
  }, [isComplete, setHidden]);
  if (isHidden || !isReady || isComplete) return null;

  return (
    <Section
      title={`First steps: ${ticks.filter(Boolean).length} of ${ticks.length}`}
      aside={
        <Button variant="subtle" color="idle" onClick={() => setHidden(true)}>
          Hide
        </Button>
      }
    >
      <ol className="steps">
        <Step done={demoDone} title="Run the demo">
          <Demo journey={all.find(isDemo)} />
        </Step>
        <Step done={pushDone} title="Push a repository">
          <Text size="sm" c="dimmed">
            In a folder of yours. A repository that does not exist yet is made by the push, private; "./mosaic init" also writes its
            pipeline.
          </Text>
          <Command
            text={`git remote add mosaic ${window.location.origin}/${session.principal.login}/my-project.git\ngit push mosaic HEAD:main`}
          />
        </Step>
        <Step done={agentDone} title="Connect an agent">
          <Text size="sm" c="dimmed">
            One line for your client; it gets this installation's MCP server and a token for 30 days.
          </Text>
          {CLIENTS.map((client) => (
            <Command key={client} text={`./mosaic connect ${client}`} />
          ))}
        </Step>
        {canInvite && (
          <Step done={colleagueDone} title="Invite a colleague" keepsOpen={hasLink}>
            <InviteForm onMade={() => setHasLink(true)} />
          </Step>
        )}
      </ol>
    </Section>
  );
}

function Step({ done, title, keepsOpen = false, children }: { done: boolean; title: string; keepsOpen?: boolean; children: ReactNode }) {
  return (
    <li className="step" data-done={done || undefined}>
      {done ? <IconCircleCheckFilled size={20} aria-label="done" /> : <IconCircle size={20} stroke={1.5} aria-label="to do" />}
      <Stack gap="sm" className="step-body">
        <h3>{title}</h3>
        {(!done || keepsOpen) && children}
      </Stack>
    </li>
  );
}

function Demo({ journey }: { journey: Parameters<typeof JourneyStrip>[0]['journey'] | undefined }) {
  const client = useQueryClient();
  const run = useMutation({
    mutationFn: async () => (await expectOk(frontSend, { method: 'POST', path: '/-/accounts/demo' })).discard(),
    onMutate: () => void client.invalidateQueries({ queryKey: ['journeys'] }),
    onSettled: () => client.invalidateQueries(),
  });
  // While the push travels, its journey does not exist yet; reading again soon shows it as it begins.
  useQuery({ ...homeJourneysQuery, enabled: run.isPending, refetchInterval: 1000 });
  return (
    <>
      <Text size="sm" c="dimmed">
        A real push of a small site: pipeline, deployment, review and notification, in a few seconds.
      </Text>
      <Group>
        <Button onClick={() => run.mutate()} loading={run.isPending}>
          Run the demo
        </Button>
        <Code>./mosaic demo</Code>
      </Group>
      {journey !== undefined && <JourneyStrip journey={journey} />}
      <MutationProblem title="The demo could not run" error={run.error} />
    </>
  );
}

function Command({ text }: { text: string }) {
  return (
    <div className="command">
      <pre>{text}</pre>
      <CopyButton value={text}>
        {({ copied, copy }) => (
          <Button
            variant="subtle"
            color="idle"
            size="compact-xs"
            leftSection={<IconCopy {...ICON} />}
            onClick={copy}
            aria-label={`Copy: ${text}`}
          >
            {copied ? 'Copied' : 'Copy'}
          </Button>
        )}
      </CopyButton>
    </div>
  );
}

import { Button, Code, CopyButton, Group, Stack, Text } from '@mantine/core';
import { IconCircle, IconCircleCheckFilled, IconCopy } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { lazy, type ReactNode, Suspense, useState } from 'react';

import { startDemo } from '@mosaic/contracts/mosaic';

import { accounts } from '../../../api/clients.ts';
import { JourneyStrip } from '../../../parts/chain/chain-strip.tsx';
import { MutationProblem, SkeletonRows } from '../../../parts/loaded.tsx';
import { Section } from '../../../parts/object-page.tsx';
import { ICON } from '../../../theme/icons.ts';
import { useFirstStepsChoice } from '../../../theme/preferences.ts';
import { agentsQuery } from '../../agents/queries.ts';
import { journeyKeys } from '../../journeys/keys.ts';
import { homeJourneysQuery, type JourneyView } from '../../journeys/queries.ts';
import { principalsQuery } from '../../people/queries.ts';
import { projectsQuery } from '../../projects/queries.ts';
import { may, useSession } from '../../session/queries.ts';
import { tokensQuery } from '../../tokens/queries.ts';
import css from './first-steps.module.css';

/** Home is what most begin with; the code of forms comes when one unfolds. */
const InviteForm = lazy(async () => ({ default: (await import('../../../parts/invite-form.tsx')).InviteForm }));

/** The repository that the demo pushes to, under the asker's name. */
const DEMO_REPOSITORY = 'hello';
const CLIENTS = ['claude', 'codex', 'gemini', 'opencode'] as const;

type FirstStepsState = 'none' | 'line' | 'full';

interface FirstStepsView {
  state: FirstStepsState;
  done: { demo: boolean; push: boolean; agent: boolean; colleague: boolean };
  demoJourney: JourneyView | undefined;
  /** Who may only read is not asked to push. */
  canPush: boolean;
  canInvite: boolean;
  /** Keeps the present form, because it shows something that cannot be shown again. */
  hold: () => void;
  isHeld: boolean;
}

/** What is done already. The full steps are for an empty installation; one that is in use keeps a line until all are done. */
export function useFirstSteps(): FirstStepsView {
  const session = useSession();
  const [choice] = useFirstStepsChoice();
  const [held, setHeld] = useState<FirstStepsState | null>(null);
  const isWanted = choice !== 'hidden';
  const journeys = useQuery({ ...homeJourneysQuery, enabled: isWanted });
  const projects = useQuery({ ...projectsQuery, enabled: isWanted });
  const people = useQuery({ ...principalsQuery, enabled: isWanted && may(session, 'accounts:principal:read') });
  const agents = useQuery({ ...agentsQuery, enabled: isWanted });
  const tokens = useQuery({ ...tokensQuery, enabled: isWanted });
  const isReady = [journeys, projects, agents, tokens].every(({ isPending }) => !isPending);

  const { login } = session.principal;
  const all = journeys.data ?? [];
  const isDemo = ({ repository }: JourneyView): boolean => repository === `${login}/${DEMO_REPOSITORY}`;
  const done = {
    demo: all.some((journey) => isDemo(journey) && journey.hops.some(({ kind }) => kind === 'notification')),
    push: all.some((journey) => !isDemo(journey) && journey.repository.startsWith(`${login}/`)),
    agent:
      (agents.data ?? []).some(({ ruleBased }) => !ruleBased) ||
      (people.data ?? []).some((principal) => principal.kind === 'agent' && !principal.builtIn) ||
      (tokens.data ?? []).some(({ doors, lastUsedAt }) => doors.every((door) => door === 'mcp') && lastUsedAt !== null),
    colleague: (people.data ?? []).filter(({ kind }) => kind === 'person').length > 1,
  };
  const canInvite = may(session, 'accounts:principal:admin');
  const canPush = may(session, 'forge:repository:write');
  const isComplete = ((done.demo && done.push) || !canPush) && done.agent && (done.colleague || !canInvite);
  const isInUse = (done.demo || done.push || !canPush) && (projects.data ?? []).length > 0;
  const automatic = isComplete ? 'none' : isInUse ? 'line' : 'full';
  const state = !isReady || !isWanted ? 'none' : choice === 'shown' ? 'full' : (held ?? automatic);
  return { state, done, demoJourney: all.find(isDemo), canPush, canInvite, hold: () => setHeld(state), isHeld: held !== null };
}

/** The steps that tick themselves: in full, or as one quiet line whose open steps unfold. */
export function FirstSteps({ view }: { view: FirstStepsView }) {
  const { done, demoJourney, canPush, canInvite } = view;
  const session = useSession();
  const [, setChoice] = useFirstStepsChoice();
  const [unfolded, setUnfolded] = useState('');
  const steps: StepView[] = [
    ...(canPush
      ? [
          { title: 'Run the demo', done: done.demo, body: <Demo journey={demoJourney} /> },
          { title: 'Push a repository', done: done.push, body: <PushStep login={session.principal.login} /> },
        ]
      : []),
    { title: 'Connect an agent', done: done.agent, body: <AgentStep /> },
    ...(canInvite
      ? [{ title: 'Invite a colleague', done: done.colleague, keepsOpen: view.isHeld, body: <InviteStep onMade={view.hold} /> }]
      : []),
  ];
  const hide = (
    <Button variant="subtle" color="idle" onClick={() => setChoice('hidden')}>
      Hide
    </Button>
  );
  if (view.state === 'line') {
    const open = steps.find(({ title }) => title === unfolded);
    return (
      <section aria-label="First steps">
        <div className="panel">
          <div className={css['steps-line']}>
            <h2>First steps</h2>
            <ol>
              {steps.map((step) => (
                <StepChip key={step.title} step={step} isOpen={step === open} onToggle={setUnfolded} />
              ))}
            </ol>
            {hide}
          </div>
          {open !== undefined && <Stack className={css['step-unfolded']}>{open.body}</Stack>}
        </div>
      </section>
    );
  }
  return (
    <Section title={`First steps: ${steps.filter((step) => step.done).length} of ${steps.length}`} aside={hide}>
      <ol className={css['steps']}>
        {steps.map((step) => (
          <li key={step.title} className={css['step']} data-done={step.done || undefined}>
            <StepIcon done={step.done} />
            <Stack gap="sm" className={css['step-body']}>
              <h3>{step.title}</h3>
              {(!step.done || step.keepsOpen) && step.body}
            </Stack>
          </li>
        ))}
      </ol>
    </Section>
  );
}

interface StepView {
  title: string;
  done: boolean;
  /** Open although it is done. */
  keepsOpen?: boolean;
  body: ReactNode;
}

function StepIcon({ done }: { done: boolean }) {
  return done ? <IconCircleCheckFilled size={20} aria-label="done" /> : <IconCircle size={20} stroke={1.5} aria-label="to do" />;
}

function StepChip({ step: { title, done }, isOpen, onToggle }: { step: StepView; isOpen: boolean; onToggle: (title: string) => void }) {
  return (
    <li className={css['step-chip']} data-done={done || undefined}>
      <StepIcon done={done} />
      <h3>
        {done && !isOpen ? (
          title
        ) : (
          <button type="button" className="text-link" aria-expanded={isOpen} onClick={() => onToggle(isOpen ? '' : title)}>
            {title}
          </button>
        )}
      </h3>
    </li>
  );
}

function InviteStep({ onMade }: { onMade: () => void }) {
  return (
    <Suspense fallback={<SkeletonRows rows={2} />}>
      <InviteForm onMade={onMade} />
    </Suspense>
  );
}

function PushStep({ login }: { login: string }) {
  return (
    <>
      <Text size="sm" c="dimmed">
        In a folder of yours. A repository that does not exist yet is made by the push, private; "./mosaic init" also writes its pipeline.
      </Text>
      <Command text={`git remote add mosaic ${window.location.origin}/${login}/my-project.git\ngit push mosaic HEAD:main`} />
    </>
  );
}

function AgentStep() {
  return (
    <>
      <Text size="sm" c="dimmed">
        One line for your client; it gets this installation's MCP server and a token for 30 days.
      </Text>
      {CLIENTS.map((client) => (
        <Command key={client} text={`./mosaic connect ${client}`} />
      ))}
    </>
  );
}

function Demo({ journey }: { journey: JourneyView | undefined }) {
  const client = useQueryClient();
  const run = useMutation({
    mutationFn: () => accounts.call(startDemo, {}),
    onMutate: () => void client.invalidateQueries({ queryKey: journeyKeys.lists }),
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
    <div className={css['command']}>
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

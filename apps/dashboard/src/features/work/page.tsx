import { Group, SegmentedControl, TextInput } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { useRouterState } from '@tanstack/react-router';
import { useState } from 'react';

import { useSearchParam } from '../../parts/app-link.tsx';
import { TaskList } from '../../parts/lists/task-list.tsx';
import { Loaded } from '../../parts/loaded.tsx';
import { ObjectPage } from '../../parts/object-page.tsx';
import { Panel } from '../../parts/panel.tsx';
import { ICON, SearchIcon, WorkIcon } from '../../theme/icons.ts';
import { agentsQuery } from '../agents/queries.ts';
import { useSession } from '../session/queries.ts';
import { WorkList } from './parts/work-list.tsx';
import { KINDS, workOf, type WorkAddress } from './work-address.ts';

const VIEWS = [
  { value: 'waiting', label: 'Waiting for me' },
  { value: 'mine', label: 'Mine' },
  { value: 'agents', label: "Agents'" },
] as const;

const STATES = [
  { value: 'open', label: 'Open' },
  { value: 'closed', label: 'Closed' },
] as const;

/** Tasks, issues and pull requests of all projects: what waits for the reader, what they opened, what the agents are at. */
export function WorkPage() {
  const asked = workOf(new URLSearchParams(useRouterState({ select: ({ location }) => location.searchStr })));
  const [, setView] = useSearchParam('view', 'waiting');
  return (
    <ObjectPage title="Work" icon={WorkIcon} wide tabs={{ value: asked.view, onChange: setView, list: VIEWS }}>
      <Filters asked={asked} />
      <Panel>
        <Found asked={asked} />
      </Panel>
    </ObjectPage>
  );
}

function Filters({ asked: { view, kind, state, q } }: { asked: WorkAddress }) {
  const [, setKind] = useSearchParam('kind', KINDS[view][0].value);
  const [, setState] = useSearchParam('state', 'open');
  return (
    <Group gap="sm">
      <SegmentedControl size="xs" value={kind} onChange={setKind} aria-label="Kind of work" data={[...KINDS[view]]} />
      {kind !== 'tasks' && (
        <>
          <SegmentedControl size="xs" value={state} onChange={setState} aria-label="State" data={[...STATES]} />
          <Words key={`${view} ${q === '' ? 'none' : 'some'}`} q={q} />
        </>
      )}
    </Group>
  );
}

/** The words that are sought reach the address once the typing rests. */
function Words({ q }: { q: string }) {
  const [, setQ] = useSearchParam('q', '');
  const [text, setText] = useState(q);
  const search = useDebouncedCallback(setQ, { delay: 300, flushOnUnmount: false });
  return (
    <TextInput
      size="xs"
      w={240}
      maxLength={200}
      aria-label="Words in title or text"
      placeholder="Words in title or text"
      leftSection={<SearchIcon {...ICON} aria-hidden />}
      value={text}
      onChange={({ currentTarget: { value } }) => {
        setText(value);
        search(value.trim());
      }}
    />
  );
}

function Found({ asked: { kind, ...asked } }: { asked: WorkAddress }) {
  const { principal } = useSession();
  if (kind === 'tasks') {
    if (asked.view === 'agents') return <TaskList empty="A failed pipeline or a pull request makes the first." />;
    return <TaskList role={principal.role} empty={`What is asked of the role ${principal.role} will stand here.`} />;
  }
  if (asked.view === 'agents') return <OfAgents asked={{ ...asked, kind }} />;
  return <WorkList search={{ ...asked, kind }} />;
}

function OfAgents({ asked }: { asked: Parameters<typeof WorkList>[0]['search'] }) {
  const agents = useQuery(agentsQuery);
  return (
    <Loaded query={agents} rows={8}>
      {(list) => <WorkList search={asked} authors={list.map(({ login }) => login).toSorted()} />}
    </Loaded>
  );
}

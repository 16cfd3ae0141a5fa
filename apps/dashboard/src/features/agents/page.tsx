import { Code } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';

import type { Agent } from '@mosaic/contracts/mosaic';

import { ActorAvatar } from '../../parts/actor-avatar.tsx';
import { AppLink, pathTo } from '../../parts/app-link.tsx';
import { NothingYet } from '../../parts/empty.tsx';
import { TaskList } from '../../parts/lists/task-list.tsx';
import { Loaded } from '../../parts/loaded.tsx';
import { ObjectPage, Section } from '../../parts/object-page.tsx';
import { Panel } from '../../parts/panel.tsx';
import { StatusIcon } from '../../parts/status/status-icon.tsx';
import { type Column, DataTable } from '../../parts/table/data-table.tsx';
import { RelativeTime } from '../../parts/time/relative-time.tsx';
import { AgentIcon } from '../../theme/icons.ts';
import { agentsQuery } from './queries.ts';

const agentColumns: readonly Column<Agent>[] = [
  { header: 'Agent', cell: ({ login }) => <ActorAvatar login={login} kind="agent" /> },
  { header: 'Role', cell: ({ role }) => role, width: '16%' },
  { header: 'Runtime', cell: ({ runtime, ruleBased }) => (ruleBased ? `${runtime}, rule-based` : runtime), width: '22%' },
  {
    header: 'Works on',
    cell: ({ busyWith, task }) =>
      busyWith === null ? (
        <StatusIcon of="own" status="waiting" />
      ) : (
        <span>
          <StatusIcon of="own" status="running" iconOnly />
          {task === null ? (
            <span className="truncate">{busyWith}</span>
          ) : (
            <AppLink href={pathTo('-', 'projects', task.project, 'tasks', task.id)} className="text-link truncate">
              {busyWith}
            </AppLink>
          )}
        </span>
      ),
    width: '30%',
    phone: 'first',
  },
  {
    header: 'Last seen',
    cell: ({ lastSeenAt }) => (lastSeenAt === null ? <span className="muted">never</span> : <RelativeTime time={lastSeenAt} />),
    width: '140px',
    align: 'right',
  },
];

/** Who works on what, and how to connect one's own. */
export function AgentsPage() {
  const agents = useQuery(agentsQuery);
  return (
    <ObjectPage title="Agents" icon={AgentIcon} wide>
      <Panel>
        <Loaded query={agents} rows={3}>
          {(list) =>
            list.length === 0 ? (
              <NothingYet title="No agents yet" command="./mosaic connect claude" />
            ) : (
              <DataTable label="Agents" rows={list} columns={agentColumns} rowKey={({ login }) => login} />
            )
          }
        </Loaded>
      </Panel>
      <Section title="Tasks">
        <TaskList empty={'Entries under "agents" in a repository\'s .mosaic.yaml make them.'} />
      </Section>
      <Section title="Connect an agent">
        <div className="prose-box">
          Give your own coding agent this installation's tools with one line: <Code>./mosaic connect claude</Code>, <Code>codex</Code>,{' '}
          <Code>gemini</Code> or <Code>opencode</Code>. Any other MCP client uses{' '}
          <Code>{`${window.location.protocol}//mcp.${window.location.host}/mcp`}</Code> with a token from{' '}
          <AppLink href="/-/system/tokens" className="text-link">
            Tokens
          </AppLink>
          .
        </div>
      </Section>
    </ObjectPage>
  );
}

import { Alert, Code } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';

import type { Agent, Task } from '@mosaic/contracts/mosaic';

import { useTextBase } from '../api/markdown-base.ts';
import { agentsQuery, taskQuery } from '../api/queries.ts';
import { ActorAvatar } from '../parts/actor-avatar.tsx';
import { AppLink, pathTo } from '../parts/app-link.tsx';
import { ChainStrip } from '../parts/chain-strip.tsx';
import { DataTable, type Column } from '../parts/data-table.tsx';
import { NothingYet } from '../parts/empty.tsx';
import { Loaded } from '../parts/loaded.tsx';
import { Markdown } from '../parts/markdown.tsx';
import { ObjectPage, Section } from '../parts/object-page.tsx';
import { RelativeTime } from '../parts/relative-time.tsx';
import { useRouteParams } from '../parts/route-params.ts';
import { StatusIcon } from '../parts/status-icon.tsx';
import { AgentIcon, TaskIcon } from '../theme/icons.ts';
import { TaskList } from './task-table.tsx';

const agentColumns: readonly Column<Agent>[] = [
  { header: 'Agent', cell: ({ login }) => <ActorAvatar login={login} kind="agent" /> },
  { header: 'Role', cell: ({ role }) => role, width: '16%' },
  { header: 'Runtime', cell: ({ runtime, ruleBased }) => (ruleBased ? `${runtime}, rule-based` : runtime), width: '22%' },
  {
    header: 'Works on',
    cell: ({ busyWith, task }) =>
      busyWith === null ? (
        <StatusIcon status="waiting" />
      ) : (
        <span className="works-on">
          <StatusIcon status="running" iconOnly />
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
      <div className="panel section-panel">
        <Loaded query={agents} rows={3}>
          {(list) =>
            list.length === 0 ? (
              <NothingYet title="No agents yet" command="./mosaic connect claude" />
            ) : (
              <DataTable label="Agents" rows={list} columns={agentColumns} rowKey={({ login }) => login} />
            )
          }
        </Loaded>
      </div>
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

/** One planned unit of work. */
export function TaskPage() {
  const { project, task: id } = useRouteParams('project', 'task');
  const task = useQuery(taskQuery(project, id));
  return (
    <Loaded query={task} isPage rows={10}>
      {(found) => <TaskView task={found} />}
    </Loaded>
  );
}

/** Facts that name something with a page of its own, as the built-in agents give them. */
const FACTS: Record<string, { label: string; path: string; prefix: string }> = {
  pipelineNumber: { label: 'Pipeline', path: 'pipelines', prefix: '#' },
  issue: { label: 'Issue', path: 'issues', prefix: '#' },
  sha: { label: 'Change', path: 'commit', prefix: '' },
};

function Fact({ name, value, repository }: { name: string; value: string; repository: string }) {
  const known = FACTS[name];
  const href = known !== undefined ? `/${repository}${pathTo(known.path, value)}` : /^https?:/.test(value) ? value : null;
  if (href === null) return value;
  return (
    <AppLink href={href} className="text-link">
      {known?.prefix}
      {value}
    </AppLink>
  );
}

function TaskView({ task }: { task: Task }) {
  const base = useTextBase(task.repository);
  const facts = Object.entries({ ...task.input, ...task.result }).filter(
    ([, value]) => typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean',
  );
  return (
    <ObjectPage
      title={task.title}
      icon={TaskIcon}
      crumbs={[
        { label: 'Projects', href: '/-/projects' },
        { label: task.project, href: pathTo('-', 'projects', task.project) },
        { label: 'Work', href: `${pathTo('-', 'projects', task.project)}?tab=work` },
      ]}
      status={<StatusIcon status={task.state} />}
      chain={<ChainStrip id={task.traceId} present="task" />}
      rail={[
        { label: 'Id', value: <span className="mono">{task.id}</span> },
        { label: 'Role', value: task.role },
        { label: 'Held by', value: task.lease === null ? 'nobody' : <ActorAvatar login={task.lease.holder} kind="agent" /> },
        { label: 'Attempts', value: task.attempts },
        { label: 'Priority', value: task.priority },
        { label: 'Made by', value: <ActorAvatar login={task.createdBy} /> },
        {
          label: 'Repository',
          value: (
            <AppLink href={`/${task.repository}`} className="text-link">
              {task.repository}
            </AppLink>
          ),
        },
        { label: 'Changed', value: <RelativeTime time={task.updatedAt} /> },
      ]}
    >
      {task.reason !== '' && (
        <Alert color={task.state === 'failed' ? 'fail' : 'idle'} variant="light" title="Reason">
          {task.reason}
        </Alert>
      )}
      {task.description !== '' && <Markdown source={task.description} base={base} />}
      {facts.length > 0 && (
        <Section title="Facts">
          <table className="facts">
            <tbody>
              {facts.map(([name, value]) => (
                <tr key={name}>
                  <th scope="row">{FACTS[name]?.label ?? name}</th>
                  <td>
                    <Fact name={name} value={String(value)} repository={task.repository} />
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </Section>
      )}
    </ObjectPage>
  );
}

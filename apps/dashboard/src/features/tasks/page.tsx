import { Alert } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';

import type { Task } from '@mosaic/contracts/mosaic';

import { ActorAvatar } from '../../parts/actor-avatar.tsx';
import { AppLink, pathTo } from '../../parts/app-link.tsx';
import { ChainStrip } from '../../parts/chain/chain-strip.tsx';
import { Loaded } from '../../parts/loaded.tsx';
import { Markdown } from '../../parts/markdown/markdown.tsx';
import { useTextBase } from '../../parts/markdown/text-base.ts';
import { ObjectPage, Section } from '../../parts/object-page.tsx';
import { StatusIcon } from '../../parts/status/status-icon.tsx';
import { RelativeTime } from '../../parts/time/relative-time.tsx';
import { TaskIcon } from '../../theme/icons.ts';
import { taskQuery } from './queries.ts';
import css from './page.module.css';

/** One planned unit of work. */
export function TaskPage({ project, task: id }: { project: string; task: string }) {
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
      status={<StatusIcon of="task" status={task.state} />}
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
          <table className={css['facts']}>
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

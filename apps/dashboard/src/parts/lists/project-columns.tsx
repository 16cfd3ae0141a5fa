import { useQuery } from '@tanstack/react-query';

import type { Project } from '@mosaic/contracts/mosaic';

import { pipelinesQuery } from '../../features/pipelines/queries.ts';
import { stateView } from '../status/state-words.ts';
import { StatusIcon } from '../status/status-icon.tsx';
import { type Column, RowTitle } from '../table/data-table.tsx';
import { RelativeTime } from '../time/relative-time.tsx';
import css from './project-columns.module.css';

const TICKS = 20;

/** A project as a row: a state per environment, its last pipelines, its last deployment. */
export const projectColumns: readonly Column<Project>[] = [
  { header: 'Project', cell: ({ name }) => <RowTitle>{name}</RowTitle>, width: '18%' },
  { header: 'Repository', cell: ({ repository }) => repository, width: '22%', phone: 'none' },
  { header: 'Environments', cell: ({ environments }) => <Environments list={environments} />, phone: 'second' },
  {
    header: `Last ${TICKS} pipelines`,
    cell: ({ repository }) => <PipelineTicks repository={repository} />,
    width: '180px',
    phone: 'first',
  },
  { header: 'Deployed', cell: ({ environments }) => <LastDeployed list={environments} />, width: '140px', align: 'right' },
];

function Environments({ list }: { list: Project['environments'] }) {
  if (list.length === 0) return <span className="muted">none yet</span>;
  return (
    <span className={css['environments']}>
      {list.map(({ name, state }) => (
        <span key={name} className={css['environment']}>
          <StatusIcon of="deployment" status={state} iconOnly /> {name}
        </span>
      ))}
    </span>
  );
}

function LastDeployed({ list }: { list: Project['environments'] }) {
  const last = list.reduce((latest, { deployedAt }) => Math.max(latest, deployedAt ?? 0), 0);
  return last === 0 ? <span className="muted">never</span> : <RelativeTime time={last} />;
}

/** The last pipelines, oldest first; failed ones stand higher, so that they are told without colour too. */
export function PipelineTicks({ repository }: { repository: string }) {
  const [owner = '', repo = ''] = repository.split('/');
  const pipelines = useQuery(pipelinesQuery(owner, repo, { perPage: TICKS }));
  const list = (pipelines.data?.items ?? []).slice(0, TICKS).toReversed();
  const failed = list.filter(({ status }) => stateView('pipeline', status).state === 'failed').length;
  return (
    <span
      className={css['ticks']}
      role="img"
      aria-label={list.length === 0 ? 'No pipelines' : `${list.length} pipelines, ${failed} failed`}
    >
      {list.map(({ number, status }) => (
        <span
          key={number}
          className={css['tick']}
          data-state={stateView('pipeline', status).state}
          title={`#${number} ${stateView('pipeline', status).word}`}
        />
      ))}
    </span>
  );
}

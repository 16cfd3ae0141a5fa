import { useQuery } from '@tanstack/react-query';

import { divergenceQuery } from '../../../parts/repository/divergence-query.ts';
import { StatusIcon } from '../../../parts/status/status-icon.tsx';
import type { BranchPair } from '../keys.ts';
import css from './merge-box.module.css';

interface ForecastProps {
  owner: string;
  repo: string;
  pair: BranchPair & { headId: string };
}

/** Whether the branches would merge, before there is a pull request; nothing where the forge does not tell. */
export function Forecast({ owner, repo, pair }: ForecastProps) {
  const parted = useQuery(divergenceQuery(owner, repo, pair)).data;
  if (!parted) return null;
  const { behind, merge, conflicts } = parted;
  const isClean = merge === 'clean' || merge === 'nothing';
  return (
    <div className={css['line']} role="status">
      <StatusIcon of="merge" status={isClean ? 'ready' : 'conflicts'} />
      <span className="muted">
        {isClean ? '' : 'It can be opened all the same. '}
        {merge === 'nothing' && 'It would change no file. '}
        {merge === 'unrelated' && 'The branches have no commit in common. '}
        {merge === 'conflict' && `Both sides changed ${filesOf(conflicts)}. `}
        {behind > 0 && `${pair.base} has ${behind === 1 ? '1 commit' : `${behind.toLocaleString('en')} commits`} that it has not.`}
      </span>
    </div>
  );
}

/** Names that are shown; who has more looks with git. */
const NAMES = 5;

function filesOf(conflicts: readonly string[]): string {
  const more = conflicts.length - NAMES;
  return conflicts.slice(0, NAMES).join(', ') + (more > 0 ? ` and ${more} more` : '');
}

import type { Issue } from '@mosaic/contracts/gitea';
import css from './issue-state.module.css';

export function IssueState({ state }: { state: Issue['state'] }) {
  return <span className={css['issue-state']}>{state === 'open' ? 'Open' : 'Closed'}</span>;
}

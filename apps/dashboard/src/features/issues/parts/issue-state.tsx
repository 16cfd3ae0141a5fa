import type { Issue } from '@mosaic/contracts/gitea';

import '../page.css';

export function IssueState({ state }: { state: Issue['state'] }) {
  return <span className="issue-state">{state === 'open' ? 'Open' : 'Closed'}</span>;
}

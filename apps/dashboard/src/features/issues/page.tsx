import { Button } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';

import { type Issue, issueEditIssue } from '@mosaic/contracts/gitea';

import { forge } from '../../api/clients.ts';
import { useHappened } from '../../live/stale-keys.ts';
import { ActorAvatar } from '../../parts/actor-avatar.tsx';
import { Forward, pathTo } from '../../parts/app-link.tsx';
import { Conversation } from '../../parts/conversation/posts.tsx';
import { Reply } from '../../parts/conversation/reply.tsx';
import { Loaded, MutationProblem } from '../../parts/loaded.tsx';
import { ObjectPage } from '../../parts/object-page.tsx';
import { RelativeTime } from '../../parts/time/relative-time.tsx';
import { IssueIcon } from '../../theme/icons.ts';
import { issueCrumbs } from './parts/issue-crumbs.ts';
import { IssueState } from '../../parts/status/issue-state.tsx';
import { issueQuery } from './queries.ts';

/** One issue with its comments; a pull request of that number has a page of its own. */
export function IssuePage({ owner, repo, number }: { owner: string; repo: string; number: number }) {
  const issue = useQuery(issueQuery(owner, repo, number));
  return (
    <Loaded query={issue} isPage rows={10}>
      {(found) =>
        found.pull_request ? <Forward href={pathTo(owner, repo, 'pulls', number)} /> : <IssueView owner={owner} repo={repo} issue={found} />
      }
    </Loaded>
  );
}

function IssueView({ owner, repo, issue }: { owner: string; repo: string; issue: Issue }) {
  const subject = { owner, repo, number: issue.number };
  const happened = useHappened();
  const turn = useMutation({
    mutationFn: () =>
      forge.call(issueEditIssue, { owner, repo, index: issue.number, body: { state: issue.state === 'open' ? 'closed' : 'open' } }),
    onSuccess: () => happened('dev.mosaic.issue.changed', { repository: `${owner}/${repo}`, number: issue.number }),
  });
  return (
    <ObjectPage
      title={`#${issue.number} ${issue.title}`}
      icon={IssueIcon}
      crumbs={issueCrumbs(owner, repo)}
      status={<IssueState state={issue.state} />}
      rail={[
        { label: 'Labels', value: issue.labels.length === 0 ? 'none' : issue.labels.map(({ name }) => name).join(', ') },
        { label: 'Opened by', value: issue.user ? <ActorAvatar login={issue.user.login} /> : 'unknown' },
        { label: 'Opened', value: <RelativeTime time={issue.created_at} /> },
        { label: 'Changed', value: <RelativeTime time={issue.updated_at} /> },
      ]}
    >
      <Conversation {...subject} opening={{ login: issue.user?.login, time: issue.created_at, body: issue.body }} />
      <Reply
        {...subject}
        comments={issue.comments}
        isPrimary
        aside={
          <Button variant="default" loading={turn.isPending} onClick={() => turn.mutate()}>
            {issue.state === 'open' ? 'Close issue' : 'Open issue again'}
          </Button>
        }
      />
      <MutationProblem title="The issue was not changed" error={turn.error} />
    </ObjectPage>
  );
}

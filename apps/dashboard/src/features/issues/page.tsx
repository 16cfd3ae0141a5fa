import { Button } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useMutation, useQuery } from '@tanstack/react-query';

import { type Issue, issueEditIssue } from '@mosaic/contracts/gitea';

import { forge } from '../../api/clients.ts';
import { useHappened } from '../../live/stale-keys.ts';
import { ActorAvatar } from '../../parts/actor-avatar.tsx';
import { Forward, pathTo } from '../../parts/app-link.tsx';
import { EditSubject } from '../../parts/conversation/edit-subject.tsx';
import { Conversation } from '../../parts/conversation/posts.tsx';
import { Reply } from '../../parts/conversation/reply.tsx';
import { Loaded, MutationProblem } from '../../parts/loaded.tsx';
import { ObjectPage } from '../../parts/object-page.tsx';
import { RelativeTime } from '../../parts/time/relative-time.tsx';
import { IssueIcon } from '../../theme/icons.ts';
import { repositoryQuery } from '../repositories/queries.ts';
import { useSession } from '../session/queries.ts';
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
  const mayEdit = useMayEdit({ owner, repo }, issue);
  const [isEdited, edit] = useDisclosure(false);
  const write = (body: { state: Issue['state'] } | { title: string; body: string }) =>
    forge.call(issueEditIssue, { owner, repo, index: issue.number, body });
  const onDone = () => happened('dev.mosaic.issue.changed', { repository: `${owner}/${repo}`, number: issue.number });
  const turn = useMutation({ mutationFn: () => write({ state: issue.state === 'open' ? 'closed' : 'open' }), onSuccess: onDone });
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
      <Conversation
        {...subject}
        opening={{ login: issue.user?.login, time: issue.created_at, body: issue.body }}
        instead={
          isEdited ? <EditSubject owner={owner} repo={repo} now={issue} write={write} onDone={onDone} onEnd={edit.close} /> : undefined
        }
      />
      <Reply
        {...subject}
        comments={issue.comments}
        isPrimary
        aside={
          mayEdit && (
            <>
              <Button variant="default" onClick={edit.open}>
                Edit title and text
              </Button>
              <Button variant="default" loading={turn.isPending} onClick={() => turn.mutate()}>
                {issue.state === 'open' ? 'Close issue' : 'Open issue again'}
              </Button>
            </>
          )
        }
      />
      <MutationProblem title="The issue was not changed" error={turn.error} />
    </ObjectPage>
  );
}

/** The server decides; the page only leaves out what it would refuse. */
function useMayEdit({ owner, repo }: { owner: string; repo: string }, issue: Issue): boolean {
  const { login } = useSession().principal;
  const repository = useQuery(repositoryQuery(owner, repo)).data;
  if (repository === undefined || repository.archived) return false;
  return repository.permissions?.push === true || login === issue.user?.login;
}

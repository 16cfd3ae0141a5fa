import { Button, Textarea } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';

import { type Comment, type Issue, issueCreateComment, issueEditIssue } from '@mosaic/contracts/gitea';

import { forge } from '../../api/clients.ts';
import { PAGE_SIZE } from '../../api/paging.ts';
import { useHappened } from '../../live/stale-keys.ts';
import { ActorAvatar } from '../../parts/actor-avatar.tsx';
import { useWriteForm } from '../../parts/form/use-write-form.ts';
import { WriteFormFrame } from '../../parts/form/write-form.tsx';
import { Loaded, MutationProblem } from '../../parts/loaded.tsx';
import { Markdown } from '../../parts/markdown/markdown.tsx';
import { useTextBase } from '../../parts/markdown/text-base.ts';
import { ObjectPage } from '../../parts/object-page.tsx';
import type { MarkdownBase } from '../../parts/render/markdown-links.ts';
import { Pager, usePage, usePageOf } from '../../parts/table/pager.tsx';
import { RelativeTime } from '../../parts/time/relative-time.tsx';
import { IssueIcon } from '../../theme/icons.ts';
import { issueCrumbs } from './parts/issue-crumbs.ts';
import { IssueState } from './parts/issue-state.tsx';
import { commentsQuery, issueQuery } from './queries.ts';
import css from './page.module.css';

/** One issue with its comments. */
export function IssuePage({ owner, repo, number }: { owner: string; repo: string; number: number }) {
  const issue = useQuery(issueQuery(owner, repo, number));
  return (
    <Loaded query={issue} isPage rows={10}>
      {(found) => <IssueView owner={owner} repo={repo} issue={found} />}
    </Loaded>
  );
}

function IssueView({ owner, repo, issue }: { owner: string; repo: string; issue: Issue }) {
  const comments = useQuery(commentsQuery(owner, repo, issue.number));
  const base = useTextBase(`${owner}/${repo}`);
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
      <Post
        login={issue.user?.login ?? 'unknown'}
        time={issue.created_at}
        body={issue.body === '' ? '*No text.*' : issue.body}
        base={base}
      />
      <Loaded query={comments} rows={3}>
        {(list) => <Comments list={list} base={base} />}
      </Loaded>
      <Reply owner={owner} repo={repo} issue={issue} />
    </ObjectPage>
  );
}

/** Fifty at a time: each is rendered by itself. */
function Comments({ list, base }: { list: readonly Comment[]; base: MarkdownBase | null }) {
  const { rows, pager } = usePageOf(list);
  return (
    <>
      {rows.map(({ id, user, created_at, body }) => (
        <Post key={id} login={user?.login ?? 'unknown'} time={created_at} body={body} base={base} />
      ))}
      <Pager {...pager} />
    </>
  );
}

function Post({ login, time, body, base }: { login: string; time: string; body: string; base: MarkdownBase | null }) {
  return (
    <article className={`panel ${css['post']}`} aria-label={`By ${login}`}>
      <header>
        <ActorAvatar login={login} />
        <span className="meta">
          <RelativeTime time={time} />
        </span>
      </header>
      <div className={css['post-body']}>
        <Markdown source={body} base={base} />
      </div>
    </article>
  );
}

function Reply({ owner, repo, issue }: { owner: string; repo: string; issue: Issue }) {
  const happened = useHappened();
  const about = { repository: `${owner}/${repo}`, number: issue.number };
  const [, setPage] = usePage();
  const form = useWriteForm({
    initialValues: { body: '' },
    schema: issueCreateComment.body,
    toBody: (fields) => fields,
    write: (body) => forge.call(issueCreateComment, { owner, repo, index: issue.number, body }),
    onDone: async (_, { reset }) => {
      reset();
      // The newest stands on the last page.
      setPage(Math.ceil((issue.comments + 1) / PAGE_SIZE));
      await happened('dev.mosaic.comment.changed', about);
    },
  });
  const turn = useMutation({
    mutationFn: () =>
      forge.call(issueEditIssue, { owner, repo, index: issue.number, body: { state: issue.state === 'open' ? 'closed' : 'open' } }),
    onSuccess: () => happened('dev.mosaic.issue.changed', about),
  });
  return (
    <>
      <WriteFormFrame
        form={form}
        act="Comment"
        isReady={form.values.body.trim() !== ''}
        refused="The comment was not added"
        aside={
          <Button variant="default" loading={turn.isPending} onClick={() => turn.mutate()}>
            {issue.state === 'open' ? 'Close issue' : 'Open issue again'}
          </Button>
        }
      >
        <Textarea label="Comment (Markdown)" autosize minRows={4} {...form.getInputProps('body')} />
      </WriteFormFrame>
      <MutationProblem title="The issue was not changed" error={turn.error} />
    </>
  );
}

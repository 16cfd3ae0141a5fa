import { Button, Group, SegmentedControl, Stack, Textarea, TextInput } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';

import { issueCreateComment, issueEditIssue, type Issue } from '@mosaic/contracts/gitea';

import { CopyAs } from '../actions/copy-as.tsx';
import { forge } from '../api/clients.ts';
import { useTextBase } from '../api/markdown-base.ts';
import { commentsQuery, issueQuery, issuesQuery } from '../api/queries.ts';
import { ActorAvatar } from '../parts/actor-avatar.tsx';
import { AppLink, pathTo, useGo, useSearchParam } from '../parts/app-link.tsx';
import { DataTable, type Column } from '../parts/data-table.tsx';
import { NothingYet } from '../parts/empty.tsx';
import { Loaded, MutationProblem } from '../parts/loaded.tsx';
import type { MarkdownBase } from '../parts/markdown-links.ts';
import { Markdown } from '../parts/markdown.tsx';
import { ObjectPage } from '../parts/object-page.tsx';
import { Pager, usePage } from '../parts/pager.tsx';
import { RelativeTime } from '../parts/relative-time.tsx';
import { useRouteParams } from '../parts/route-params.ts';
import { IssueIcon } from '../theme/icons.ts';
import { RepositoryFrame } from './repository-frame.tsx';
import './issues.css';

const columns: readonly Column<Issue>[] = [
  {
    header: 'Issue',
    cell: ({ number, title }) => (
      <>
        <span className="figures muted">#{number}</span> {title}
      </>
    ),
  },
  { header: 'State', cell: ({ state }) => <IssueState state={state} />, width: '90px', phone: 'first' },
  { header: 'Labels', cell: ({ labels }) => labels.map(({ name }) => name).join(', '), width: '16%', phone: 'none' },
  { header: 'By', cell: ({ user }) => (user ? <ActorAvatar login={user.login} /> : null), width: '140px' },
  {
    header: 'Comments',
    cell: ({ comments }) => <span className="figures">{comments}</span>,
    width: '100px',
    align: 'right',
    phone: 'none',
  },
  { header: 'Changed', cell: ({ updated_at }) => <RelativeTime time={updated_at} />, width: '130px', align: 'right' },
];

function IssueState({ state }: { state: Issue['state'] }) {
  return <span className="issue-state">{state === 'open' ? 'Open' : 'Closed'}</span>;
}

/** Conversations about problems in one repository. */
export function IssuesPage() {
  const { owner, repo } = useRouteParams('owner', 'repo');
  const [state, setState] = useSearchParam('state', 'open');
  const [page, setPage] = usePage();
  const issues = useQuery(issuesQuery(owner, repo, { state: state === 'closed' ? 'closed' : 'open', page }));
  const base = pathTo(owner, repo, 'issues');
  return (
    <RepositoryFrame
      owner={owner}
      repo={repo}
      tab="issues"
      wide
      actions={
        <>
          <SegmentedControl
            size="xs"
            value={state}
            onChange={setState}
            aria-label="Which issues"
            data={[
              { value: 'open', label: 'Open' },
              { value: 'closed', label: 'Closed' },
            ]}
          />
          <Button component={AppLink} className="button-link" href={`${base}/new`}>
            Open an issue
          </Button>
        </>
      }
    >
      {() => (
        <div className="panel section-panel">
          <Loaded query={issues} rows={8}>
            {({ items, total }) =>
              total === 0 ? (
                <NothingYet title={state === 'open' ? 'No open issues' : 'No closed issues'}>
                  The triage agent opens one when a pipeline fails.
                </NothingYet>
              ) : (
                <>
                  <DataTable
                    label="Issues"
                    rows={items}
                    columns={columns}
                    rowKey={({ id }) => id}
                    rowHref={({ number }) => `${base}/${number}`}
                    withKeys
                  />
                  <Pager page={page} onPage={setPage} total={total} />
                </>
              )
            }
          </Loaded>
        </div>
      )}
    </RepositoryFrame>
  );
}

function issueCrumbs(owner: string, repo: string) {
  return [
    { label: owner, href: pathTo(owner) },
    { label: repo, href: pathTo(owner, repo) },
    { label: 'Issues', href: pathTo(owner, repo, 'issues') },
  ];
}

export function NewIssuePage() {
  const { owner, repo } = useRouteParams('owner', 'repo');
  const client = useQueryClient();
  const go = useGo();
  const [title, setTitle] = useState('');
  const [body, setBody] = useState('');
  const create = useMutation({
    mutationFn: () => forge.createIssue(owner, repo, { title, body }),
    onSuccess: ({ number }) => {
      void client.invalidateQueries({ queryKey: ['issues', owner, repo] });
      go(pathTo(owner, repo, 'issues', number));
    },
  });
  const curl = `curl -X POST -H "Authorization: token $MOSAIC_TOKEN" -H "Content-Type: application/json" -d '${JSON.stringify({ title, body }).replaceAll("'", String.raw`'\''`)}' ${window.location.origin}/api/v1/repos/${owner}/${repo}/issues`;
  return (
    <ObjectPage title="Open an issue" icon={IssueIcon} crumbs={issueCrumbs(owner, repo)}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          create.mutate();
        }}
      >
        <Stack gap="lg">
          <TextInput
            label="Title"
            required
            withAsterisk={false}
            maxLength={255}
            value={title}
            onChange={({ currentTarget }) => setTitle(currentTarget.value)}
          />
          <Textarea
            label="Text (Markdown)"
            autosize
            minRows={8}
            value={body}
            onChange={({ currentTarget }) => setBody(currentTarget.value)}
          />
          <MutationProblem title="The issue was not opened" error={create.error} />
          <Group gap="sm">
            <Button type="submit" size="sm" loading={create.isPending}>
              Open issue
            </Button>
            <CopyAs title="Open issue" equivalents={{ curl }} />
          </Group>
        </Stack>
      </form>
    </ObjectPage>
  );
}

export function IssuePage() {
  const { owner, repo, number } = useRouteParams('owner', 'repo', 'number');
  const issue = useQuery(issueQuery(owner, repo, Number(number)));
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
        {(list) =>
          list.map(({ id, user, created_at, body }) => (
            <Post key={id} login={user?.login ?? 'unknown'} time={created_at} body={body} base={base} />
          ))
        }
      </Loaded>
      <Reply owner={owner} repo={repo} issue={issue} />
    </ObjectPage>
  );
}

function Post({ login, time, body, base }: { login: string; time: string; body: string; base: MarkdownBase | null }) {
  return (
    <article className="panel post" aria-label={`By ${login}`}>
      <header>
        <ActorAvatar login={login} />
        <span className="meta">
          <RelativeTime time={time} />
        </span>
      </header>
      <div className="post-body">
        <Markdown source={body} base={base} />
      </div>
    </article>
  );
}

function Reply({ owner, repo, issue }: { owner: string; repo: string; issue: Issue }) {
  const client = useQueryClient();
  const [text, setText] = useState('');
  const renew = async (): Promise<void> => {
    await Promise.all([
      client.invalidateQueries({ queryKey: ['comments', owner, repo, issue.number] }),
      client.invalidateQueries({ queryKey: ['issue', owner, repo, issue.number] }),
      client.invalidateQueries({ queryKey: ['issues', owner, repo] }),
      client.invalidateQueries({ queryKey: ['repository', owner, repo] }),
    ]);
  };
  const comment = useMutation({
    mutationFn: () => forge.call(issueCreateComment, { owner, repo, index: issue.number, body: { body: text } }),
    onSuccess: async () => {
      setText('');
      await renew();
    },
  });
  const turn = useMutation({
    mutationFn: () =>
      forge.call(issueEditIssue, { owner, repo, index: issue.number, body: { state: issue.state === 'open' ? 'closed' : 'open' } }),
    onSuccess: renew,
  });
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        comment.mutate();
      }}
    >
      <Stack gap="sm">
        <Textarea
          label="Comment (Markdown)"
          autosize
          minRows={4}
          value={text}
          onChange={({ currentTarget }) => setText(currentTarget.value)}
        />
        <MutationProblem title="The comment was not added" error={comment.error} />
        <MutationProblem title="The issue was not changed" error={turn.error} />
        <Group gap="sm">
          <Button type="submit" loading={comment.isPending} disabled={text.trim() === ''}>
            Comment
          </Button>
          <Button variant="default" loading={turn.isPending} onClick={() => turn.mutate()}>
            {issue.state === 'open' ? 'Close issue' : 'Open issue again'}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

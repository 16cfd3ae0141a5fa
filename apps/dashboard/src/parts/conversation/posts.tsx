import { useQuery } from '@tanstack/react-query';
import { Fragment, type ReactNode, useMemo } from 'react';

import type { Comment } from '@mosaic/contracts/gitea';

import { commentsQuery } from '../../features/issues/queries.ts';
import { ActorAvatar } from '../actor-avatar.tsx';
import { Loaded } from '../loaded.tsx';
import { Markdown } from '../markdown/markdown.tsx';
import { useTextBase } from '../markdown/text-base.ts';
import type { MarkdownBase } from '../render/markdown-links.ts';
import { Pager, usePageOf } from '../table/pager.tsx';
import { RelativeTime } from '../time/relative-time.tsx';
import css from './posts.module.css';

/** What is talked about: an issue, or a pull request, which has a number of the same row. */
export interface Subject {
  owner: string;
  repo: string;
  number: number;
}

interface ConversationProps extends Subject {
  /** Who opened it, when, and what they wrote. */
  opening: { login: string | undefined; time: string; body: string };
  /** In place of what was written at the beginning, e.g. while it is changed. */
  instead?: ReactNode;
  /** What else belongs between the comments, by its moment (Unix ms). */
  between?: readonly Entry[];
}

/** Something in a conversation that is no comment. */
export interface Entry {
  key: string;
  time: number;
  node: ReactNode;
}

const NOTHING: readonly Entry[] = [];

/** What somebody opened, and the comments on it. */
export function Conversation({
  owner,
  repo,
  number,
  opening: { login = 'unknown', time, body },
  instead,
  between = NOTHING,
}: ConversationProps) {
  const comments = useQuery(commentsQuery(owner, repo, number));
  const base = useTextBase(`${owner}/${repo}`);
  return (
    <>
      {instead ?? <Post login={login} time={time} body={body === '' ? '*No text.*' : body} base={base} />}
      <Loaded query={comments} rows={3}>
        {(list) => <Comments list={list} base={base} between={between} />}
      </Loaded>
    </>
  );
}

interface CommentsProps {
  list: readonly Comment[];
  base: MarkdownBase | null;
  between: readonly Entry[];
}

/** Fifty at a time: each is rendered by itself. */
function Comments({ list, base, between }: CommentsProps) {
  const all = useMemo(() => {
    const comments = list.map((comment) => ({ key: `comment ${comment.id}`, time: Date.parse(comment.created_at), comment, node: null }));
    const others = between.map((entry) => ({ ...entry, comment: null }));
    return [...comments, ...others].toSorted((one, other) => one.time - other.time);
  }, [list, between]);
  const { rows, pager } = usePageOf(all);
  return (
    <>
      {rows.map(({ key, comment, node }) =>
        comment === null ? (
          <Fragment key={key}>{node}</Fragment>
        ) : (
          <Post key={key} login={comment.user?.login ?? 'unknown'} time={comment.created_at} body={comment.body} base={base} />
        ),
      )}
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

import { useDisclosure } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { Fragment, type ReactNode, useMemo } from 'react';

import type { Comment } from '@mosaic/contracts/gitea';

import { commentsQuery } from '../../features/issues/queries.ts';
import { useSession } from '../../features/session/queries.ts';
import { ActorAvatar } from '../actor-avatar.tsx';
import { Loaded } from '../loaded.tsx';
import { Markdown } from '../markdown/markdown.tsx';
import { useTextBase } from '../markdown/text-base.ts';
import type { MarkdownBase } from '../render/markdown-links.ts';
import { Pager, usePageOf } from '../table/pager.tsx';
import { RelativeTime } from '../time/relative-time.tsx';
import { EditComment, EditedMark, OwnCommentActs } from './own-comment.tsx';
import css from './posts.module.css';
import type { Subject } from './subject.ts';

interface ConversationProps extends Subject {
  /** Who opened it, when, and what they wrote. */
  opening: { login: string | undefined; time: string; body: string };
  /** In place of what was written at the beginning, e.g. while it is changed. */
  instead?: ReactNode;
  /** Whether who reads may change what they have said. */
  mayWrite?: boolean;
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
  mayWrite = true,
  between = NOTHING,
}: ConversationProps) {
  const comments = useQuery(commentsQuery(owner, repo, number));
  const base = useTextBase(`${owner}/${repo}`);
  return (
    <>
      {instead ?? <Post login={login} time={time} body={body === '' ? '*No text.*' : body} base={base} />}
      <Loaded query={comments} rows={3}>
        {(list) => <Comments subject={{ owner, repo, number }} list={list} base={base} between={between} mayWrite={mayWrite} />}
      </Loaded>
    </>
  );
}

interface CommentsProps {
  subject: Subject;
  mayWrite: boolean;
  list: readonly Comment[];
  base: MarkdownBase | null;
  between: readonly Entry[];
}

/** Fifty at a time: each is rendered by itself. */
function Comments({ subject, list, base, between, mayWrite }: CommentsProps) {
  const { login: me } = useSession().principal;
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
          <CommentPost key={key} subject={subject} comment={comment} base={base} isOwn={mayWrite && comment.user?.login === me} />
        ),
      )}
      <Pager {...pager} />
    </>
  );
}

interface CommentPostProps {
  subject: Subject;
  comment: Comment;
  base: MarkdownBase | null;
  isOwn: boolean;
}

function CommentPost({ subject, comment: { id, user, body, created_at, updated_at }, base, isOwn }: CommentPostProps) {
  const [isEdited, edit] = useDisclosure(false);
  return (
    <Post
      id={`issuecomment-${id}`}
      login={user?.login ?? 'unknown'}
      time={created_at}
      body={body}
      base={base}
      aside={
        <>
          <EditedMark createdAt={Date.parse(created_at)} updatedAt={Date.parse(updated_at)} />
          {isOwn && !isEdited && <OwnCommentActs subject={subject} id={id} onEdit={edit.open} />}
        </>
      }
      instead={isEdited ? <EditComment subject={subject} id={id} body={body} base={base} onEnd={edit.close} /> : undefined}
    />
  );
}

interface PostProps {
  id?: string;
  login: string;
  time: string;
  body: string;
  base: MarkdownBase | null;
  /** At the end of its head. */
  aside?: ReactNode;
  /** In place of its text. */
  instead?: ReactNode;
}

function Post({ id, login, time, body, base, aside, instead }: PostProps) {
  return (
    <article className={`panel ${css['post']}`} aria-label={`By ${login}`} id={id}>
      <header>
        <ActorAvatar login={login} />
        <span className="meta">
          <RelativeTime time={time} />
        </span>
        {aside}
      </header>
      <div className={css['post-body']}>{instead ?? <Markdown source={body} base={base} />}</div>
    </article>
  );
}

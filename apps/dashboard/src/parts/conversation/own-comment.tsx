import { ActionIcon, Button } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconPencil, IconTrash } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';

import { issueDeleteComment, issueEditComment } from '@mosaic/contracts/gitea';

import { forge } from '../../api/clients.ts';
import { useHappened } from '../../live/stale-keys.ts';
import { ICON } from '../../theme/icons.ts';
import { ConfirmDialog } from '../confirm-dialog.tsx';
import { MarkdownField } from '../form/markdown-field.tsx';
import { useWriteForm } from '../form/use-write-form.ts';
import { WriteFormFrame } from '../form/write-form.tsx';
import type { MarkdownBase } from '../render/markdown-links.ts';
import { RelativeTime } from '../time/relative-time.tsx';
import css from './posts.module.css';
import type { Subject } from './subject.ts';

interface OwnCommentProps {
  /** What it is about. */
  subject: Subject;
  id: number;
}

/** The buttons at the end of a comment's head, for who wrote it. */
export function OwnCommentActs({ subject: { owner, repo, number }, id, onEdit }: OwnCommentProps & { onEdit: () => void }) {
  const [isAsked, ask] = useDisclosure(false);
  const happened = useHappened();
  const remove = useMutation({
    mutationFn: () => forge.call(issueDeleteComment, { owner, repo, id }),
    onSuccess: () => happened('dev.mosaic.comment.changed', { repository: `${owner}/${repo}`, number }),
  });
  return (
    <span className={css['own']}>
      <ActionIcon aria-label="Edit this comment" onClick={onEdit}>
        <IconPencil {...ICON} aria-hidden />
      </ActionIcon>
      <ActionIcon aria-label="Delete this comment" onClick={ask.open}>
        <IconTrash {...ICON} aria-hidden />
      </ActionIcon>
      <ConfirmDialog
        opened={isAsked}
        onClose={ask.close}
        title="Delete your comment?"
        keep="Keep it"
        act="Delete comment"
        onAct={() => remove.mutate()}
        isPending={remove.isPending}
        problem={{ title: 'It was not deleted', error: remove.error }}
      >
        It is gone for everybody, and this cannot be undone. Answers to it stay.
      </ConfirmDialog>
    </span>
  );
}

interface EditCommentProps extends OwnCommentProps {
  body: string;
  base: MarkdownBase | null;
  onEnd: () => void;
}

/** Changes a comment, in its place. */
export function EditComment({ subject: { owner, repo, number }, id, body, base, onEnd }: EditCommentProps) {
  const happened = useHappened();
  const form = useWriteForm({
    initialValues: { body },
    schema: issueEditComment.body,
    toBody: (fields) => fields,
    write: (changed) => forge.call(issueEditComment, { owner, repo, id, body: changed }),
    onDone: async () => {
      await happened('dev.mosaic.comment.changed', { repository: `${owner}/${repo}`, number });
      onEnd();
    },
  });
  return (
    <WriteFormFrame
      form={form}
      act="Save"
      isPrimary={false}
      isReady={form.values.body.trim() !== ''}
      refused="The comment was not changed"
      aside={
        <Button variant="subtle" color="idle" onClick={onEnd}>
          Keep as it is
        </Button>
      }
    >
      <MarkdownField label="Your comment" base={base} minRows={3} maxRows={20} autoFocus {...form.getInputProps('body')} />
    </WriteFormFrame>
  );
}

/** That a comment says something else than it did, once that is so. Times in Unix ms. */
export function EditedMark({ createdAt, updatedAt }: { createdAt: number; updatedAt: number }) {
  if (!(updatedAt > createdAt)) return null;
  return (
    <span className="meta">
      edited <RelativeTime time={updatedAt} />
    </span>
  );
}

import type { ReactNode } from 'react';

import { issueCreateComment } from '@mosaic/contracts/gitea';

import { forge } from '../../api/clients.ts';
import { PAGE_SIZE } from '../../api/paging.ts';
import { useHappened } from '../../live/stale-keys.ts';
import { MarkdownField } from '../form/markdown-field.tsx';
import { useWriteForm } from '../form/use-write-form.ts';
import { WriteFormFrame } from '../form/write-form.tsx';
import { useTextBase } from '../markdown/text-base.ts';
import { usePage } from '../table/pager.tsx';
import type { Subject } from './subject.ts';

interface ReplyProps extends Subject {
  /** How many comments there are. */
  comments: number;
  /** Whether it is what the view is for; false where another button is. */
  isPrimary?: boolean;
  /** Beside the button. */
  aside?: ReactNode;
}

/** Adds a comment to an issue or a pull request. */
export function Reply({ owner, repo, number, comments, isPrimary = false, aside }: ReplyProps) {
  const happened = useHappened();
  const base = useTextBase(`${owner}/${repo}`);
  const [, setPage] = usePage();
  const form = useWriteForm({
    initialValues: { body: '' },
    schema: issueCreateComment.body,
    toBody: (fields) => fields,
    write: (body) => forge.call(issueCreateComment, { owner, repo, index: number, body }),
    onDone: async (_, { reset }) => {
      reset();
      // The newest stands on the last page.
      setPage(Math.ceil((comments + 1) / PAGE_SIZE));
      await happened('dev.mosaic.comment.changed', { repository: `${owner}/${repo}`, number });
    },
  });
  return (
    <WriteFormFrame
      form={form}
      act="Comment"
      isPrimary={isPrimary}
      isReady={form.values.body.trim() !== ''}
      refused="The comment was not added"
      aside={aside}
    >
      <MarkdownField label="Comment" base={base} minRows={4} {...form.getInputProps('body')} />
    </WriteFormFrame>
  );
}

import { Button, TextInput } from '@mantine/core';

import { type PullRequest, repoEditPullRequest } from '@mosaic/contracts/gitea';

import { forge } from '../../../api/clients.ts';
import { useHappened } from '../../../live/stale-keys.ts';
import { MarkdownField } from '../../../parts/form/markdown-field.tsx';
import { useWriteForm } from '../../../parts/form/use-write-form.ts';
import { WriteFormFrame } from '../../../parts/form/write-form.tsx';
import { useTextBase } from '../../../parts/markdown/text-base.ts';

interface EditPullProps {
  owner: string;
  repo: string;
  pull: PullRequest;
  onEnd: () => void;
}

/** Changes title and text, in place of the text. */
export function EditPull({ owner, repo, pull, onEnd }: EditPullProps) {
  const happened = useHappened();
  const base = useTextBase(`${owner}/${repo}`);
  const form = useWriteForm({
    initialValues: { title: pull.title, body: pull.body },
    schema: repoEditPullRequest.body,
    toBody: (fields) => fields,
    write: (body) => forge.call(repoEditPullRequest, { owner, repo, index: pull.number, body }),
    onDone: async () => {
      await happened('dev.mosaic.pull_request.edited', { repository: `${owner}/${repo}`, number: pull.number });
      onEnd();
    },
  });
  return (
    <WriteFormFrame
      form={form}
      act="Save"
      isPrimary={false}
      isReady={form.values.title.trim() !== ''}
      refused="It was not changed"
      aside={
        <Button variant="subtle" onClick={onEnd}>
          Keep as it is
        </Button>
      }
    >
      <TextInput label="Title" required withAsterisk={false} maxLength={255} {...form.getInputProps('title')} />
      <MarkdownField label="Text" base={base} minRows={6} {...form.getInputProps('body')} />
    </WriteFormFrame>
  );
}

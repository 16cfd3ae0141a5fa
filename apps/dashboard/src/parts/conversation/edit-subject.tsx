import { Button, TextInput } from '@mantine/core';

import { issueEditIssue } from '@mosaic/contracts/gitea';

import { MarkdownField } from '../form/markdown-field.tsx';
import { useWriteForm } from '../form/use-write-form.ts';
import { WriteFormFrame } from '../form/write-form.tsx';
import { useTextBase } from '../markdown/text-base.ts';

interface Fields {
  title: string;
  body: string;
}

interface EditSubjectProps {
  owner: string;
  repo: string;
  now: Fields;
  write: (fields: Fields) => Promise<unknown>;
  /** After it was written. */
  onDone: () => Promise<unknown>;
  onEnd: () => void;
}

/** Changes title and text of an issue or a pull request, in place of the text. */
export function EditSubject({ owner, repo, now, write, onDone, onEnd }: EditSubjectProps) {
  const base = useTextBase(`${owner}/${repo}`);
  const form = useWriteForm({
    initialValues: { title: now.title, body: now.body },
    schema: issueEditIssue.body,
    toBody: (fields) => fields,
    write: ({ title = now.title, body = now.body }) => write({ title, body }),
    onDone: async () => {
      await onDone();
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

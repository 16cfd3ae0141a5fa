import { Checkbox, SegmentedControl, Stack, TextInput, Textarea } from '@mantine/core';
import type { UseFormReturnType } from '@mantine/form';
import { useState } from 'react';

import { FieldRow } from '../../../parts/form/write-form.tsx';
import { Markdown } from '../../../parts/markdown/markdown.tsx';
import { useTextBase } from '../../../parts/markdown/text-base.ts';
import css from './release-fields.module.css';

/** What a release says, named as the members of the body. */
export interface ReleaseValues extends Record<string, unknown> {
  tag_name: string;
  target_commitish: string;
  name: string;
  body: string;
  draft: boolean;
  prerelease: boolean;
}

interface ReleaseFieldsProps {
  repository: string;
  form: Pick<UseFormReturnType<ReleaseValues>, 'getInputProps' | 'values'>;
}

/** The fields of a release; its notes are shown as they will be. */
export function ReleaseFields({ repository, form }: ReleaseFieldsProps) {
  return (
    <>
      <FieldRow>
        <TextInput
          label="Tag"
          description="Made when the release is published, unless it is there"
          placeholder="v1.0.0"
          required
          withAsterisk={false}
          maxLength={190}
          {...form.getInputProps('tag_name')}
        />
        <TextInput
          label="Target"
          description="Branch or commit of a new tag"
          placeholder="the default branch"
          {...form.getInputProps('target_commitish')}
        />
      </FieldRow>
      <TextInput label="Title" maxLength={255} {...form.getInputProps('name')} />
      <Notes repository={repository} form={form} />
      <Stack gap="xs">
        <Checkbox label="Pre-release: not meant for everybody yet" {...form.getInputProps('prerelease', { type: 'checkbox' })} />
        <Checkbox label="Draft: shown to those alone who may write here" {...form.getInputProps('draft', { type: 'checkbox' })} />
      </Stack>
    </>
  );
}

function Notes({ repository, form }: ReleaseFieldsProps) {
  const [view, setView] = useState('write');
  const base = useTextBase(repository);
  return (
    <div>
      <div className={css['head']}>
        <SegmentedControl
          size="xs"
          value={view}
          onChange={setView}
          aria-label="Notes"
          data={[
            { value: 'write', label: 'Write' },
            { value: 'preview', label: 'Preview' },
          ]}
        />
      </div>
      {view === 'preview' ? (
        <div className={`panel ${css['preview']}`}>
          {form.values.body.trim() === '' ? <p className="meta">No notes yet.</p> : <Markdown source={form.values.body} base={base} />}
        </div>
      ) : (
        <Textarea label="Notes (Markdown)" autosize minRows={10} {...form.getInputProps('body')} />
      )}
    </div>
  );
}

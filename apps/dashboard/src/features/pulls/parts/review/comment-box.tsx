import { Button, Group, Stack } from '@mantine/core';
import { type KeyboardEvent, useEffect, useRef, useState } from 'react';

import { repoCreatePullReviewCommentReply } from '@mosaic/contracts/gitea';

import { MarkdownField } from '../../../../parts/form/markdown-field.tsx';
import { useWriteForm } from '../../../../parts/form/use-write-form.ts';
import { MutationProblem } from '../../../../parts/loaded.tsx';
import type { MarkdownBase } from '../../../../parts/render/markdown-links.ts';
import css from './review.module.css';
import { suggestionOf } from './suggestions.ts';

/** One of the buttons: verb and noun, and what it does with the text. */
export interface CommentAct {
  label: string;
  write: (body: string) => Promise<unknown>;
}

interface CommentBoxProps {
  /** What is written about: "Comment on line 3". */
  label: string;
  /** Where links in it lead. */
  base: MarkdownBase | null;
  /** The main one first. */
  acts: readonly [CommentAct, ...CommentAct[]];
  /** What was typed before the box was out of sight, kept by who opened it. */
  texts: Map<string, string>;
  textKey: string;
  /** The line that can be suggested otherwise, and those above it, the nearest first. */
  line?: { text: string; above: readonly string[] };
  onEnd: () => void;
}

/** A comment that is being written. Ctrl+Enter sends it, Escape leaves it. */
export function CommentBox({ label, base, acts, texts, textKey, line, onEnd }: CommentBoxProps) {
  const picked = useRef(acts[0]);
  const field = useRef<HTMLTextAreaElement>(null);
  const form = useWriteForm({
    initialValues: { body: texts.get(textKey) ?? '' },
    schema: repoCreatePullReviewCommentReply.body,
    toBody: (fields) => fields,
    write: ({ body }) => picked.current.write(body),
    onDone: () => end(),
  });
  const { body } = form.values;
  useEffect(() => {
    texts.set(textKey, body);
  }, [texts, textKey, body]);
  useEffect(() => field.current?.focus(), []);
  const end = (): void => {
    texts.delete(textKey);
    onEnd();
  };
  const send = (act: CommentAct): void => {
    picked.current = act;
    form.submit();
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === 'Escape' && body.trim() === '') end();
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey) && body.trim() !== '') send(acts[0]);
  };
  const suggest = (next: string): void => {
    form.setFieldValue('body', next);
    field.current?.focus();
  };
  const isReady = body.trim() !== '';
  return (
    <form
      className={css['box']}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        send(acts[0]);
      }}
    >
      <Stack gap="sm">
        <MarkdownField
          ref={field}
          label={label}
          base={base}
          minRows={3}
          maxRows={20}
          onKeyDown={onKeyDown}
          {...form.getInputProps('body')}
        />
        <MutationProblem title="The comment was not added" error={form.problem} />
        <Group gap="sm">
          {acts.map((act, at) => (
            <Button
              key={act.label}
              type={at === 0 ? 'submit' : 'button'}
              variant={at === 0 ? 'filled' : 'default'}
              disabled={!isReady}
              loading={form.mutation.isPending && picked.current === act}
              onClick={at === 0 ? undefined : () => send(act)}
            >
              {act.label}
            </Button>
          ))}
          {line !== undefined && <SuggestButtons line={line} body={body} onChange={suggest} />}
          <Button variant="subtle" color="idle" onClick={end}>
            Cancel
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

interface SuggestButtonsProps {
  line: NonNullable<CommentBoxProps['line']>;
  body: string;
  onChange: (body: string) => void;
}

/** Begins a suggestion with the line as it is; as long as nobody has changed it, lines above can go along. */
function SuggestButtons({ line: { text, above }, body, onChange }: SuggestButtonsProps) {
  const [count, setCount] = useState(0);
  const begun = (lines: number): string => suggestionOf(...above.slice(0, lines).toReversed(), text);
  const isAsBegun = body.includes(begun(count));
  const start = (): void => {
    setCount(0);
    onChange(`${body === '' ? '' : `${body.trimEnd()}\n\n`}${begun(0)}`);
  };
  const reach = (): void => {
    setCount(count + 1);
    onChange(body.replace(begun(count), () => begun(count + 1)));
  };
  if (isAsBegun && count < above.length)
    return (
      <Button variant="subtle" onClick={reach}>
        Include the line above
      </Button>
    );
  return (
    <Button variant="subtle" onClick={start}>
      Suggest a change
    </Button>
  );
}

import { Input, SegmentedControl, Textarea, type TextareaProps } from '@mantine/core';
import { type Ref, useId, useState } from 'react';

import { Markdown } from '../markdown/markdown.tsx';
import type { MarkdownBase } from '../render/markdown-links.ts';
import css from './markdown-field.module.css';

interface MarkdownFieldProps extends TextareaProps {
  /** What is written, without "(Markdown)". */
  label: string;
  /** Where links in it lead. */
  base: MarkdownBase | null;
  ref?: Ref<HTMLTextAreaElement>;
}

const VIEWS = ['Write', 'Preview'];

/** A text in Markdown: to be written, or seen as it is going to be. */
export function MarkdownField({ label, base, withAsterisk, value, ref, ...rest }: MarkdownFieldProps) {
  const [view, show] = useState('Write');
  const id = useId();
  const text = typeof value === 'string' ? value : '';
  const isPreview = view === 'Preview';
  return (
    <div>
      <div className={css['head']}>
        <Input.Label htmlFor={id} required={withAsterisk === true}>{`${label} (Markdown)`}</Input.Label>
        <SegmentedControl size="xs" data={VIEWS} value={view} onChange={show} aria-label={`${label}: written or as it is shown`} />
      </div>
      {/* It stays there: what was undone can be done again, and the form finds it. */}
      <div className={css['field']} hidden={isPreview}>
        <Textarea ref={ref} id={id} autosize value={value ?? ''} {...rest} />
      </div>
      {isPreview && (
        <section className={css['preview']} aria-label={`Preview of: ${label}`}>
          {text.trim() === '' ? <span className="meta">There is nothing to show yet.</span> : <Markdown source={text} base={base} />}
        </section>
      )}
    </div>
  );
}

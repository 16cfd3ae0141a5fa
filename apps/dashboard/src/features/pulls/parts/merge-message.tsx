import { Textarea, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';

import type { PullRequest } from '@mosaic/contracts/gitea';

import { mergeMessageQuery } from '../change-queries.ts';
import type { MergeWay } from './pull-facts.ts';

/** What the commit of a merge says. */
export interface MergeWords {
  title: string;
  body: string;
}

type CommitStyle = Extract<MergeWay['style'], 'merge' | 'squash' | 'rebase-merge'>;

/** Whether a way makes a commit of its own, which says something. */
export function makesCommit(style: MergeWay['style']): style is CommitStyle {
  return style === 'merge' || style === 'squash' || style === 'rebase-merge';
}

interface MergeMessageProps {
  owner: string;
  repo: string;
  pull: PullRequest;
  style: CommitStyle;
  /** Null as long as nobody has said otherwise than the forge does. */
  typed: MergeWords | null;
  onType: (words: MergeWords | null) => void;
}

/** The message of the merge: the forge's own to begin with. */
export function MergeMessage({ owner, repo, pull, style, typed, onType }: MergeMessageProps) {
  const usual = useQuery(mergeMessageQuery(owner, repo, { pull, style })).data ?? { title: '', body: '' };
  const words = typed ?? usual;
  const type = (next: MergeWords): void => onType(next.title === usual.title && next.body === usual.body ? null : next);
  return (
    <>
      <TextInput
        label="Title of the commit"
        placeholder="As the forge words it"
        maxLength={1000}
        value={words.title}
        onChange={({ currentTarget }) => type({ ...words, title: currentTarget.value })}
      />
      <Textarea
        label="Text of the commit"
        autosize
        minRows={2}
        maxRows={12}
        value={words.body}
        onChange={({ currentTarget }) => type({ ...words, body: currentTarget.value })}
      />
    </>
  );
}

import { Button, Checkbox, NativeSelect } from '@mantine/core';
import { IconGitMerge } from '@tabler/icons-react';
import { useState } from 'react';

import type { PullRequest, Repository } from '@mosaic/contracts/gitea';

import { ICON } from '../../../theme/icons.ts';
import css from './merge-box.module.css';
import { makesCommit, MergeMessage, type MergeWords } from './merge-message.tsx';
import { hasBranch, mergeWays, type MergeWay } from './pull-facts.ts';

export interface MergeWish {
  style: MergeWay['style'];
  deletesBranch: boolean;
  /** What the merge is to say; null for what the forge says by itself. */
  words: MergeWords | null;
}

interface MergeChoiceProps {
  owner: string;
  repo: string;
  pull: PullRequest;
  repository: Repository;
  isPending: boolean;
  onMerge: (wish: MergeWish) => void;
}

/** How to merge, of the ways that the repository allows, and what becomes of the branch. */
export function MergeChoice({ owner, repo, pull, repository, isPending, onMerge }: MergeChoiceProps) {
  const ways = mergeWays(repository);
  const [style, setStyle] = useState(ways[0]?.style);
  const [deletesBranch, setDeletes] = useState(repository.default_delete_branch_after_merge);
  const [typed, setTyped] = useState<MergeWords | null>(null);
  const way = ways.find((one) => one.style === style) ?? ways[0];
  const mayDelete = hasBranch(pull) && pull.head.ref !== repository.default_branch;
  if (way === undefined)
    return <p className="muted">{`${repository.full_name} allows no way to merge; its settings say which there are.`}</p>;
  return (
    <>
      {mayDelete && (
        <Checkbox
          label={`Delete the branch ${pull.head.ref} then`}
          checked={deletesBranch}
          onChange={({ currentTarget }) => setDeletes(currentTarget.checked)}
        />
      )}
      {makesCommit(way.style) && <MergeMessage owner={owner} repo={repo} pull={pull} style={way.style} typed={typed} onType={setTyped} />}
      <div className={css['way']}>
        <NativeSelect
          label="How"
          value={way.style}
          onChange={({ currentTarget }) => {
            setStyle(ways.find((one) => one.style === currentTarget.value)?.style);
            // Another way has other words of its own.
            setTyped(null);
          }}
          data={ways.map(({ style: value, label }) => ({ value, label }))}
        />
        <Button
          size="sm"
          leftSection={<IconGitMerge {...ICON} />}
          loading={isPending}
          onClick={() =>
            onMerge({ style: way.style, deletesBranch: mayDelete && deletesBranch, words: makesCommit(way.style) ? typed : null })
          }
        >
          {way.act}
        </Button>
      </div>
    </>
  );
}

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
  /** Although the rule of the base is not met. */
  isForced: boolean;
  /** Once its checks succeed, not now. */
  waits: boolean;
}

interface MergeChoiceProps {
  owner: string;
  repo: string;
  pull: PullRequest;
  repository: Repository;
  /** The rule of the base is not met yet. */
  isUnmet: boolean;
  mayForce: boolean;
  /** There are checks that it can wait for. */
  mayWait: boolean;
  isPending: boolean;
  onMerge: (wish: MergeWish) => void;
}

/** How to merge, of the ways that the repository allows, and what becomes of the branch. */
export function MergeChoice({ owner, repo, pull, repository, isUnmet, mayForce, mayWait, isPending, onMerge }: MergeChoiceProps) {
  const ways = mergeWays(repository);
  const [style, setStyle] = useState(ways[0]?.style);
  const [deletesBranch, setDeletes] = useState(repository.default_delete_branch_after_merge);
  const [wantsForce, setForce] = useState(false);
  const [typed, setTyped] = useState<MergeWords | null>(null);
  const way = ways.find((one) => one.style === style) ?? ways[0];
  const mayDelete = hasBranch(pull) && pull.head.ref !== repository.default_branch;
  const isForced = isUnmet && mayForce && wantsForce;
  if (way === undefined)
    return <p className="muted">{`${repository.full_name} allows no way to merge; its settings say which there are.`}</p>;
  const ask = (waits: boolean) =>
    onMerge({
      style: way.style,
      deletesBranch: mayDelete && deletesBranch,
      words: makesCommit(way.style) ? typed : null,
      isForced: isForced && !waits,
      waits,
    });
  return (
    <>
      {mayDelete && (
        <Checkbox
          label={`Delete the branch ${pull.head.ref} then`}
          checked={deletesBranch}
          onChange={({ currentTarget }) => setDeletes(currentTarget.checked)}
        />
      )}
      {isUnmet && mayForce && (
        <Checkbox
          label="Merge although the rule is not met"
          checked={wantsForce}
          onChange={({ currentTarget }) => setForce(currentTarget.checked)}
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
          disabled={isUnmet && !isForced}
          onClick={() => ask(false)}
        >
          {way.act}
        </Button>
        {mayWait && (
          <Button size="sm" variant="default" loading={isPending} onClick={() => ask(true)}>
            Merge when checks succeed
          </Button>
        )}
      </div>
    </>
  );
}

import { Button, Checkbox, SegmentedControl } from '@mantine/core';

import { repoDownloadPullDiffOrPatch } from '@mosaic/contracts/gitea';
import { gatewayOf } from '@mosaic/contracts/mosaic';
import { requestOf } from '@mosaic/contracts/wire';

import type { useDiffLook } from '../../../parts/diff/use-diff-look.ts';
import css from './file-review.module.css';
import type { PullFile } from './pull-file.ts';
import type { PullPlace } from './pull-frame.tsx';

interface FileToolsProps {
  place: PullPlace;
  files: readonly PullFile[];
  isCut: boolean;
  viewedCount: number;
  look: ReturnType<typeof useDiffLook>;
  tree: { isShown: boolean; toggle: () => void };
  /** `isKnown`: the forge can pass white space over. */
  space: { isIgnored: boolean; ignore: (isIgnored: boolean) => void; isKnown: boolean };
}

const sum = (numbers: readonly number[]): string => numbers.reduce((all, one) => all + one, 0).toLocaleString('en');

/** Above the files: how many there are and how many one has seen, and how they are shown. */
export function FileTools({ place: { owner, repo, number }, files, isCut, viewedCount, look, tree, space }: FileToolsProps) {
  const whole = requestOf(
    repoDownloadPullDiffOrPatch,
    { owner, repo, index: number, diffType: 'diff' },
    `${gatewayOf('forge')}/api/v1`,
  ).path;
  const count = files.length.toLocaleString('en');
  return (
    <div className={css['tools']} data-close>
      <Button variant="default" aria-expanded={tree.isShown} onClick={tree.toggle}>
        {tree.isShown ? 'Hide the tree' : 'Show the tree'}
      </Button>
      <h2 className={css['count']}>
        {isCut ? `The first ${count} changed files` : `${count} changed ${files.length === 1 ? 'file' : 'files'}`}
      </h2>
      <span className="meta figures">
        {`+${sum(files.map(({ additions }) => additions))} −${sum(files.map(({ deletions }) => deletions))}`}
      </span>
      <span className="meta figures" role="status">{`${viewedCount.toLocaleString('en')} of ${count} viewed`}</span>
      <span className={css['tools-end']}>
        {isCut && <span className="meta">{`All of them: git fetch origin refs/pull/${number}/head`}</span>}
        {space.isKnown && (
          <Checkbox
            size="xs"
            label="Ignore white space"
            checked={space.isIgnored}
            onChange={({ currentTarget }) => space.ignore(currentTarget.checked)}
          />
        )}
        {look.isWide && (
          <SegmentedControl
            size="xs"
            aria-label="Columns of the change"
            value={look.shape}
            onChange={(value) => look.choose(value === 'split' ? 'split' : 'unified')}
            data={[
              { value: 'unified', label: 'Unified' },
              { value: 'split', label: 'Split' },
            ]}
          />
        )}
        <Button component="a" href={whole} className="button-link" variant="default" download={`${repo}-${number}.diff`}>
          Download
        </Button>
      </span>
    </div>
  );
}

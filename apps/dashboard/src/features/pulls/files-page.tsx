import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';

import { type ChangedFile, type PullRequest, repoDownloadPullDiffOrPatch } from '@mosaic/contracts/gitea';
import { gatewayOf } from '@mosaic/contracts/mosaic';
import { isWireStatus } from '@mosaic/contracts/woodpecker';
import { requestOf } from '@mosaic/contracts/wire';

import { DiffView } from '../../parts/diff/diff-view.tsx';
import { parseDiff } from '../../parts/diff/diff.ts';
import { NothingYet } from '../../parts/empty.tsx';
import { Loaded } from '../../parts/loaded.tsx';
import { Section } from '../../parts/object-page.tsx';
import { type Column, DataTable } from '../../parts/table/data-table.tsx';
import { Pager, usePage } from '../../parts/table/pager.tsx';
import { PullFrame, type PullPlace } from './parts/pull-frame.tsx';
import { pullDiffQuery, pullFilesQuery, rangeOf } from './queries.ts';

/** Changed lines beyond which a page reads the names of the files alone: the text would hold up the browser. */
const READ_LINES = 100_000;

/** What a pull request changes, file by file. */
export function PullFilesPage(place: PullPlace) {
  return (
    <PullFrame {...place} tab="files">
      {(pull) =>
        (pull.additions ?? 0) + (pull.deletions ?? 0) > READ_LINES ? (
          <ManyFiles {...place} pull={pull} isText />
        ) : (
          <Changes {...place} pull={pull} />
        )
      }
    </PullFrame>
  );
}

type FilesProps = PullPlace & { pull: PullRequest };

const filesOf = (count: number): string => `${count} changed ${count === 1 ? 'file' : 'files'}`;

function Changes({ owner, repo, pull }: FilesProps) {
  const diff = useQuery({ ...pullDiffQuery(owner, repo, rangeOf(pull)), select: parseDiff });
  if (isWireStatus(diff.error, 413)) return <ManyFiles owner={owner} repo={repo} number={pull.number} pull={pull} isText={false} />;
  return (
    <Loaded query={diff} rows={12}>
      {(files) =>
        files.length === 0 ? (
          <NothingYet title="Nothing changes">{`${pull.base.ref} has all of ${pull.head.label} already.`}</NothingYet>
        ) : (
          <Section title={filesOf(files.length)} bare>
            <DiffView files={files} />
          </Section>
        )
      }
    </Loaded>
  );
}

const columns: readonly Column<ChangedFile>[] = [
  { header: 'File', cell: ({ filename }) => <span className="mono">{filename}</span> },
  { header: 'Change', cell: ({ status }) => (status === 'changed' ? 'modified' : status), width: '110px' },
  {
    header: 'Lines',
    cell: ({ additions, deletions }) => <span className="figures">{`+${additions} −${deletions}`}</span>,
    width: '140px',
    align: 'right',
  },
];

/** Of a change that is too large to read here: its files, and the whole as text where the server sends that. */
function ManyFiles({ owner, repo, number, pull, isText }: FilesProps & { isText: boolean }) {
  const [page, setPage] = usePage();
  const files = useQuery(pullFilesQuery(owner, repo, { range: rangeOf(pull), page }));
  const diff = requestOf(
    repoDownloadPullDiffOrPatch,
    { owner, repo, index: number, diffType: 'diff' },
    `${gatewayOf('forge')}/api/v1`,
  ).path;
  return (
    <Section
      title={filesOf(pull.changed_files ?? 0)}
      aside={
        isText ? (
          <Button component="a" href={diff} className="button-link" variant="default" download={`${repo}-${number}.diff`}>
            Download the change
          </Button>
        ) : (
          <span className="meta">{`Too large to show: git fetch origin refs/pull/${number}/head`}</span>
        )
      }
    >
      <Loaded query={files} rows={12}>
        {({ items, total }) => (
          <>
            <DataTable label="Changed files" rows={items} columns={columns} rowKey={({ filename }) => filename} />
            <Pager page={page} onPage={setPage} total={total} />
          </>
        )}
      </Loaded>
    </Section>
  );
}

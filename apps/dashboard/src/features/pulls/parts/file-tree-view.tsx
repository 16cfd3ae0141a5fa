import { TextInput, UnstyledButton } from '@mantine/core';
import { IconChevronDown, IconChevronRight, IconCircleCheckFilled } from '@tabler/icons-react';
import { type Ref, useMemo, useState } from 'react';

import { FileIcon, ICON, SearchIcon } from '../../../theme/icons.ts';
import { treeRows } from './file-tree.ts';
import css from './file-review.module.css';
import type { PullFile } from './pull-file.ts';

/** Rows that are drawn at once. */
const ROWS = 500;

interface FileTreeProps {
  /** Of the filter. */
  ref: Ref<HTMLInputElement>;
  files: readonly PullFile[];
  isViewed: (file: PullFile) => boolean;
  onPick: (index: number) => void;
}

/** The changed files as they stand in their folders, narrowed by a part of their path. */
export function FileTree({ ref, files, isViewed, onPick }: FileTreeProps) {
  const [filter, setFilter] = useState('');
  const [closed, setClosed] = useState<ReadonlySet<string>>(new Set());
  const [most, setMost] = useState(ROWS);
  const rows = useMemo(
    () =>
      treeRows(
        files.map(({ path }) => path),
        { filter, closed },
      ),
    [files, filter, closed],
  );
  const toggle = (path: string): void =>
    setClosed((now) => new Set(now.has(path) ? [...now].filter((one) => one !== path) : [...now, path]));
  return (
    <nav className={css['tree']} aria-label="Changed files">
      <TextInput
        ref={ref}
        size="xs"
        aria-label="Filter the files"
        placeholder="Filter the files ( t )"
        leftSection={<SearchIcon {...ICON} />}
        value={filter}
        onChange={({ currentTarget }) => setFilter(currentTarget.value)}
        onKeyDown={({ key, currentTarget }) => key === 'Escape' && currentTarget.blur()}
      />
      {rows.length === 0 && <p className="muted">{`No changed file whose path holds “${filter}”.`}</p>}
      <ul className={css['tree-rows']}>
        {rows.slice(0, most).map((row) => (
          <li key={row.kind === 'folder' ? `${row.path}/` : row.index} style={{ paddingLeft: row.depth * 12 }}>
            {row.kind === 'folder' ? (
              <UnstyledButton className={css['tree-row']} aria-expanded={!closed.has(row.path)} onClick={() => toggle(row.path)}>
                {closed.has(row.path) ? <IconChevronRight {...ICON} aria-hidden /> : <IconChevronDown {...ICON} aria-hidden />}
                <span className="truncate">{row.name}</span>
              </UnstyledButton>
            ) : (
              <FileRow name={row.name} file={files[row.index]} isViewed={isViewed} onPick={() => onPick(row.index)} />
            )}
          </li>
        ))}
      </ul>
      {rows.length > most && (
        <UnstyledButton className={css['tree-row']} onClick={() => setMost(most + ROWS)}>{`${rows.length - most} more`}</UnstyledButton>
      )}
    </nav>
  );
}

const SIGNS = { added: '+', deleted: '−', renamed: '→', copied: '→', modified: '' } as const;

interface FileRowProps {
  name: string;
  file: PullFile | undefined;
  isViewed: (file: PullFile) => boolean;
  onPick: () => void;
}

function FileRow({ name, file, isViewed, onPick }: FileRowProps) {
  if (file === undefined) return null;
  const isSeen = isViewed(file);
  return (
    <UnstyledButton className={css['tree-row']} title={file.path} data-viewed={isSeen || undefined} onClick={onPick}>
      {isSeen ? <IconCircleCheckFilled {...ICON} role="img" aria-label="viewed" /> : <FileIcon {...ICON} aria-hidden />}
      <span className="truncate">{name}</span>
      {file.change !== 'modified' && (
        <span className={css['tree-sign']} role="img" aria-label={file.change}>
          {SIGNS[file.change]}
        </span>
      )}
    </UnstyledButton>
  );
}

import { Button, SegmentedControl } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useRouter } from '@tanstack/react-router';

import type { ContentsEntry } from '@mosaic/contracts/gitea';
import { encodeBytePath } from '@mosaic/contracts/wire';

import type { ResolvedRef } from '../../../api/ref-path.ts';
import { useSearchParam } from '../../../parts/app-link.tsx';
import { CodeView } from '../../../parts/code/code-view.tsx';
import { NothingYet } from '../../../parts/empty.tsx';
import { Loaded } from '../../../parts/loaded.tsx';
import { Markdown, PlainText } from '../../../parts/markdown/markdown.tsx';
import { Section } from '../../../parts/object-page.tsx';
import { Panel } from '../../../parts/panel.tsx';
import type { MarkdownBase } from '../../../parts/render/markdown-links.ts';
import { useHash } from '../../../parts/use-hash.ts';
import css from './file-view.module.css';
import { rawFileQuery } from './raw-file-query.ts';

/** Files beyond this many bytes are offered for download only. */
const SHOWN_BYTES = 1_000_000;

function bytesAddress(owner: string, repo: string, { path, sha }: ResolvedRef): string {
  return `/-/forge/api/v1/repos/${encodeURIComponent(owner)}/${encodeURIComponent(repo)}/media/${encodeBytePath(path)}?ref=${sha}`;
}

function markdownBase(owner: string, repo: string, { kind, ref, sha, path }: ResolvedRef): MarkdownBase {
  const folder = path.includes('/') ? path.slice(0, path.lastIndexOf('/')) : '';
  return { owner, repo, kind, ref, commit: sha, folder, isFile: true };
}

const isMarkdown = (name: string): boolean => /\.(md|markdown|mdown|mkd)$/i.test(name);
const isPicture = (name: string): boolean => /\.(png|jpe?g|gif|webp|avif|ico)$/i.test(name);
const isDrawing = (name: string): boolean => /\.svg$/i.test(name);

/** One file: coloured text with line permalinks, rendered Markdown, a picture, or a download. */
export function FileView(props: { owner: string; repo: string; at: ResolvedRef; entry: ContentsEntry }) {
  if (props.entry.type !== 'submodule') return <BlobView {...props} />;
  return (
    <div className="panel">
      <NothingYet title="A submodule">{`Commit ${props.entry.sha} of another repository stands here.`}</NothingYet>
    </div>
  );
}

function BlobView({ owner, repo, at, entry }: { owner: string; repo: string; at: ResolvedRef; entry: ContentsEntry }) {
  const hasRendering = isMarkdown(entry.name) || isDrawing(entry.name);
  const [display, setDisplay] = useSearchParam('display', hasRendering ? 'rendered' : 'source');
  const bytes = bytesAddress(owner, repo, at);
  const isLarge = entry.lfs_size !== undefined;
  return (
    <Panel>
      <div className={css['file-head']}>
        <span className="meta figures">
          {entry.type === 'symlink'
            ? `Symbolic link to ${entry.target ?? 'another file'}`
            : `${(entry.lfs_size ?? entry.size).toLocaleString('en')} bytes${isLarge ? ', in Git LFS' : ''}`}
        </span>
        {hasRendering && !isLarge && (
          <SegmentedControl
            size="xs"
            value={display}
            onChange={setDisplay}
            aria-label="Display"
            data={[
              { value: 'rendered', label: 'Rendered' },
              { value: 'source', label: 'Source' },
            ]}
          />
        )}
        <Button component="a" href={bytes} className="button-link" variant="default" download={entry.name}>
          Download
        </Button>
      </div>
      {isPicture(entry.name) ? (
        <img className={css['picture']} src={bytes} alt={entry.name} />
      ) : isLarge ? (
        <NothingYet title="This file is kept with Git LFS">Download it, or read it in a clone with git-lfs.</NothingYet>
      ) : entry.size > SHOWN_BYTES ? (
        <NothingYet title="This file is too large to show">Download it, or read it in a clone.</NothingYet>
      ) : (
        <TextFile owner={owner} repo={repo} at={at} rendered={display === 'rendered'} />
      )}
    </Panel>
  );
}

function TextFile({ owner, repo, at, rendered }: { owner: string; repo: string; at: ResolvedRef; rendered: boolean }) {
  const file = useQuery(rawFileQuery(owner, repo, { path: at.path, ref: at.sha }));
  const router = useRouter();
  const hash = useHash();
  return (
    <Loaded query={file} rows={12}>
      {(text) =>
        text.includes('\0') ? (
          <NothingYet title="Binary file">It holds no text to show.</NothingYet>
        ) : rendered && isDrawing(at.path) ? (
          <Drawing source={text} name={at.path} />
        ) : rendered ? (
          <div className={css['file-text']}>
            <Markdown source={text} base={markdownBase(owner, repo, at)} />
          </div>
        ) : (
          <CodeView
            code={text}
            name={at.path}
            hash={hash}
            onSelect={(lines) => router.history.replace(`${window.location.pathname}${window.location.search}#${lines}`)}
          />
        )
      }
    </Loaded>
  );
}

/** An SVG as a picture: in an <img> no script of it runs and it fetches nothing, wherever it comes from. */
function Drawing({ source, name }: { source: string; name: string }) {
  return <img className={css['picture']} src={`data:image/svg+xml,${encodeURIComponent(source)}`} alt={name} />;
}

/** Which file is a folder's README: Markdown before text, as Gitea and GitHub choose. */
function readmeOf(entries: readonly ContentsEntry[]): ContentsEntry | undefined {
  const rank = (name: string): number =>
    [/^readme\.(md|markdown|mdown|mkd)$/i, /^readme$/i, /^readme\.txt$/i].findIndex((form) => form.test(name));
  return entries
    .filter(({ name, type }) => type !== 'dir' && type !== 'submodule' && rank(name) !== -1)
    .toSorted((a, b) => rank(a.name) - rank(b.name))[0];
}

/** A folder's README below its files; one that is no Markdown as it is written. */
export function Readme({ owner, repo, at, entries }: { owner: string; repo: string; at: ResolvedRef; entries: readonly ContentsEntry[] }) {
  const entry = readmeOf(entries);
  const place = { ...at, path: entry?.path ?? '' };
  const isShown = entry !== undefined && entry.size <= SHOWN_BYTES;
  const file = useQuery({ ...rawFileQuery(owner, repo, { path: place.path, ref: at.sha }), enabled: isShown });
  if (entry === undefined) return null;
  return (
    <Section title={entry.name}>
      <div className={css['file-text']}>
        {isShown ? (
          <Loaded query={file} rows={6}>
            {(text) =>
              isMarkdown(entry.name) ? <Markdown source={text} base={markdownBase(owner, repo, place)} /> : <PlainText text={text} />
            }
          </Loaded>
        ) : (
          <NothingYet title="This file is too large to show">Download it, or read it in a clone.</NothingYet>
        )}
      </div>
    </Section>
  );
}

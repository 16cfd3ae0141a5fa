import { Button, SegmentedControl } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useRouter } from '@tanstack/react-router';

import type { ContentsEntry } from '@mosaic/contracts/gitea';

import { rawFileQuery } from '../api/queries.ts';
import { useSearchParam } from '../parts/app-link.tsx';
import { CodeView } from '../parts/code-view.tsx';
import { NothingYet } from '../parts/empty.tsx';
import { Loaded } from '../parts/loaded.tsx';
import { Markdown } from '../parts/markdown.tsx';
import { Section } from '../parts/object-page.tsx';
import type { MarkdownBase } from '../parts/render-markdown.ts';
import { useHash } from '../parts/route-params.ts';
import { sourcePath, type RefPath } from './ref-path.ts';

/** Files beyond this many bytes are offered for download only. */
const SHOWN_BYTES = 1_000_000;

function rawAddress(owner: string, repo: string, { path, ref }: RefPath): string {
  return `/-/forge/api/v1/repos/${encodeURIComponent(owner)}/${encodeURIComponent(repo)}/raw/${path.split('/').map(encodeURIComponent).join('/')}?ref=${encodeURIComponent(ref)}`;
}

function markdownBase(owner: string, repo: string, at: RefPath): MarkdownBase {
  const folder = at.path.includes('/') ? at.path.slice(0, at.path.lastIndexOf('/')) : '';
  const [raw = '', rawQuery = ''] = rawAddress(owner, repo, { ...at, path: folder }).split('?');
  return {
    page: `${sourcePath(owner, repo, { ...at, path: folder })}/`,
    raw: raw.endsWith('/') ? raw : `${raw}/`,
    rawQuery: `?${rawQuery}`,
  };
}

const isMarkdown = (name: string): boolean => /\.(md|markdown)$/i.test(name);
const isPicture = (name: string): boolean => /\.(png|jpe?g|gif|webp|avif|ico)$/i.test(name);

/** One file: coloured text with line permalinks, rendered Markdown, a picture, or a download. */
export function FileView({ owner, repo, at, entry }: { owner: string; repo: string; at: RefPath; entry: ContentsEntry }) {
  const [display, setDisplay] = useSearchParam('display', isMarkdown(entry.name) ? 'rendered' : 'source');
  const raw = rawAddress(owner, repo, at);
  return (
    <div className="panel section-panel">
      <div className="file-head">
        <span className="meta figures">{entry.size.toLocaleString('en')} bytes</span>
        {isMarkdown(entry.name) && (
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
        <Button component="a" href={raw} className="button-link" variant="default" download={entry.name}>
          Download
        </Button>
      </div>
      {isPicture(entry.name) ? (
        <img className="picture" src={raw} alt={entry.name} />
      ) : entry.size > SHOWN_BYTES ? (
        <NothingYet title="This file is too large to show">Download it, or read it in a clone.</NothingYet>
      ) : (
        <TextFile owner={owner} repo={repo} at={at} rendered={display === 'rendered'} />
      )}
    </div>
  );
}

function TextFile({ owner, repo, at, rendered }: { owner: string; repo: string; at: RefPath; rendered: boolean }) {
  const file = useQuery(rawFileQuery(owner, repo, { path: at.path, ref: at.ref }));
  const router = useRouter();
  const hash = useHash();
  return (
    <Loaded query={file} rows={12}>
      {(text) =>
        text.includes('\0') ? (
          <NothingYet title="Binary file">It holds no text to show.</NothingYet>
        ) : rendered ? (
          <div className="file-text">
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

/** A folder's README below its files. */
export function Readme({ owner, repo, at, entries }: { owner: string; repo: string; at: RefPath; entries: readonly ContentsEntry[] }) {
  const entry = entries.find(({ name, type }) => type === 'file' && /^readme(\.(md|markdown|txt))?$/i.test(name));
  const place = { ...at, path: entry?.path ?? '' };
  const file = useQuery({ ...rawFileQuery(owner, repo, { path: place.path, ref: at.ref }), enabled: entry !== undefined });
  if (entry === undefined) return null;
  return (
    <Section title={entry.name}>
      <div className="file-text">
        <Loaded query={file} rows={6}>
          {(text) => <Markdown source={text} base={markdownBase(owner, repo, place)} />}
        </Loaded>
      </div>
    </Section>
  );
}

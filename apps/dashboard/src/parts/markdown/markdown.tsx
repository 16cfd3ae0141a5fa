import { useQuery } from '@tanstack/react-query';
import { useRouter } from '@tanstack/react-router';
import { type MouseEvent, useEffect, useRef } from 'react';

import { gatewayOf } from '@mosaic/contracts/mosaic';

import { localPath } from '../app-link.tsx';
import { SkeletonRows } from '../loaded.tsx';
import { renderKeys } from '../render/keys.ts';
import type { MarkdownBase } from '../render/markdown-links.ts';
import { render } from '../render/render.ts';
import { useHash } from '../use-hash.ts';
import css from './markdown.module.css';

const ANCHOR_PREFIX = 'user-content-';

/** A text by people or agents, as safe markup; it is rendered in a thread of its own. */
export function Markdown({ source, base = null }: { source: string; base?: MarkdownBase | null }) {
  const html = useQuery({
    queryKey: renderKeys.markdown(source, base),
    queryFn: async () => (await render({ kind: 'markdown', source, base })) as string,
    staleTime: Infinity,
    gcTime: 60_000,
    retry: false,
  });
  if (html.data !== undefined) return <Markup html={html.data} />;
  if (!html.isError) return <SkeletonRows rows={3} />;
  return (
    <>
      <p className="meta">It could not be rendered and is shown as it is written: {html.error.message}</p>
      <PlainText text={source} />
    </>
  );
}

/** A text as it is written. */
export function PlainText({ text }: { text: string }) {
  return (
    <div className={css['markdown']}>
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a scroll area must be reachable by keys */}
      <pre className="plain-text" tabIndex={0}>
        {text}
      </pre>
    </div>
  );
}

function Markup({ html }: { html: string }) {
  const box = useRef<HTMLDivElement>(null);
  const router = useRouter();
  const hash = useHash();
  const show = (part: string): void => {
    // Ids of a document bear a prefix, links to them do not.
    const name = CSS.escape(ANCHOR_PREFIX + part);
    box.current?.querySelector(`#${name}`)?.scrollIntoView();
  };
  useEffect(() => {
    if (hash !== '') show(hash);
  }, [hash, html]);
  const follow = (event: MouseEvent<HTMLDivElement>): void => {
    const link = event.target instanceof Element ? event.target.closest('a') : null;
    const href = link?.getAttribute('href') ?? null;
    if (href === null || event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey) return;
    const local = href.startsWith('#') ? window.location.pathname + window.location.search + href : localPath(href);
    if (local === null || local.startsWith(`${gatewayOf('forge')}/`)) return;
    event.preventDefault();
    router.history.push(local);
    if (href.startsWith('#')) show(decoded(href.slice(1)));
  };
  return (
    // oxlint-disable-next-line jsx-a11y/no-static-element-interactions, jsx-a11y/click-events-have-key-events -- it catches its links' clicks, which keys make too
    <div ref={box} className={css['markdown']} onClick={follow}>
      {/* oxlint-disable-next-line react/no-danger -- renderMarkdown has sanitised it */}
      <div dangerouslySetInnerHTML={{ __html: html }} />
    </div>
  );
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

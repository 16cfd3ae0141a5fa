import { useQuery } from '@tanstack/react-query';

import type { MarkdownBase } from './render-markdown.ts';
import { SkeletonRows } from './loaded.tsx';
import './markdown.css';

/** A text by people or agents, as safe markup; the renderer is its own chunk. */
export function Markdown({ source, base = null }: { source: string; base?: MarkdownBase | null }) {
  const html = useQuery({
    queryKey: ['markdown', source, base],
    queryFn: async () => (await import('./render-markdown.ts')).renderMarkdown(source, base),
    staleTime: Infinity,
    gcTime: 60_000,
  });
  if (html.data === undefined) return html.isError ? <pre className="markdown">{source}</pre> : <SkeletonRows rows={3} />;
  // oxlint-disable-next-line react/no-danger -- renderMarkdown has sanitised it
  return <div className="markdown" dangerouslySetInnerHTML={{ __html: html.data }} />;
}

import type { RenderAnswer, RenderRequest } from './render.ts';
import { renderMarkdown } from './render-markdown.ts';

/* What strangers wrote is read here, in a thread that the page can end: no text makes the page stand still. */

globalThis.addEventListener('message', ({ data }: MessageEvent<RenderRequest>) => {
  const work: Promise<unknown> = data.kind === 'markdown' ? renderMarkdown(data.source, data.base) : colour(data);
  const answer = (answered: RenderAnswer): void => globalThis.postMessage(answered);
  work.then(
    (value) => answer({ value }),
    (error: unknown) => answer({ error: error instanceof Error ? error.message : String(error) }),
  );
});

/** The highlighter is fetched for the first text that has a use for it. */
async function colour({ source, name }: { source: string; name: string }): Promise<unknown> {
  const { highlightToTokens } = await import('./highlight.ts');
  return highlightToTokens(source, name);
}

const ready: RenderAnswer = { ready: true };
globalThis.postMessage(ready);

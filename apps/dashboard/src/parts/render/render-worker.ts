import type { RenderAnswer, RenderRequest } from './render.ts';
import { highlightToTokens } from './highlight.ts';
import { renderMarkdown } from './render-markdown.ts';

/* What strangers wrote is read here, in a thread that the page can end: no text makes the page stand still. */

globalThis.addEventListener('message', ({ data }: MessageEvent<RenderRequest>) => {
  const work: Promise<unknown> =
    data.kind === 'markdown' ? renderMarkdown(data.source, data.base) : highlightToTokens(data.source, data.name);
  const answer = (answered: RenderAnswer): void => globalThis.postMessage(answered);
  work.then(
    (value) => answer({ value }),
    (error: unknown) => answer({ error: error instanceof Error ? error.message : String(error) }),
  );
});
const ready: RenderAnswer = { ready: true };
globalThis.postMessage(ready);

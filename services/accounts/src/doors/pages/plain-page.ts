import type { FastifyReply } from 'fastify';

import { PAGE_HEADERS } from './page-headers.ts';

export interface PlainPage {
  title: string;
  text: string;
  /** One button, which posts to a path of ours; without it a way to the start page. */
  action?: { label: string; path: string };
}

/** A page without script, for what is said before or without the dashboard. */
export function sendPlainPage(reply: FastifyReply, { title, text, action }: PlainPage): FastifyReply {
  return sendPage(reply, { title, content: `<p>${escapeHtml(text)}</p>${nextStep(action)}` });
}

/** The frame of such a page around its content, which is HTML already; `headers` overrule. */
export function sendPage(
  reply: FastifyReply,
  { title, content, headers = {} }: { title: string; content: string; headers?: Readonly<Record<string, string>> },
): FastifyReply {
  return reply
    .headers({ ...PAGE_HEADERS, ...headers })
    .header('cache-control', 'no-store')
    .type('text/html; charset=utf-8')
    .send(
      `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">` +
        `<meta name="color-scheme" content="light dark"><title>${escapeHtml(title)} · MosAIc</title>` +
        `<style>${STYLE}</style></head><body><main><h1>${escapeHtml(title)}</h1>${content}</main></body></html>`,
    );
}

/** Colours follow the person's system; the quiet button is the one that does less. */
const STYLE =
  `body{font:16px/1.5 system-ui,sans-serif;max-width:36rem;margin:15vh auto;padding:0 1rem}` +
  `h1{font-size:1.6rem;line-height:1.25}h1,p,li{overflow-wrap:anywhere}` +
  `button{font:inherit;font-weight:600;padding:.5rem 1rem;border:1px solid transparent;border-radius:4px;background:#1c63d5;color:#fff;cursor:pointer}` +
  `button.quiet{background:none;border-color:#7d8590;color:inherit;margin-left:.5rem}` +
  `.meta{font-size:.875rem;opacity:.8}`;

function nextStep(action: PlainPage['action']): string {
  if (action === undefined) return '<p><a href="/">Go to the start page</a></p>';
  return `<form method="post" enctype="text/plain" action="${escapeHtml(action.path)}"><button>${escapeHtml(action.label)}</button></form>`;
}

/** Text as HTML shows it, in elements and in quoted attributes. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}

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
  return reply
    .headers(PAGE_HEADERS)
    .header('cache-control', 'no-store')
    .type('text/html; charset=utf-8')
    .send(
      `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">` +
        `<meta name="color-scheme" content="light dark"><title>${escapeHtml(title)} · MosAIc</title>` +
        `<style>body{font:16px/1.5 system-ui,sans-serif;max-width:36rem;margin:15vh auto;padding:0 1rem}` +
        `button{font:inherit;font-weight:600;padding:.5rem 1rem;border:0;border-radius:4px;background:#1c63d5;color:#fff;cursor:pointer}</style></head>` +
        `<body><h1>${escapeHtml(title)}</h1><p>${escapeHtml(text)}</p>${nextStep(action)}</body></html>`,
    );
}

function nextStep(action: PlainPage['action']): string {
  if (action === undefined) return '<p><a href="/">Go to the start page</a></p>';
  return `<form method="post" enctype="text/plain" action="${escapeHtml(action.path)}"><button>${escapeHtml(action.label)}</button></form>`;
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}

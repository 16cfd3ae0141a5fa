import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

import fastifyStatic from '@fastify/static';

import { MosaicError } from '@mosaic/platform/errors';
import type { HttpApp } from '@mosaic/platform/http';

import { PAGE_HEADERS } from './page-headers.ts';
import { isPageRequest } from './page-request.ts';
import { sendPlainPage } from './plain-page.ts';

const ASSETS = '/-/assets/';

/**
 * The built dashboard: files below `/-/assets/` bear a hash in their name and never change; every other address that a
 * person opens is the one page, which reads the address itself.
 */
export async function mountDashboard(app: HttpApp, pagesFolder: string): Promise<void> {
  const assets = join(pagesFolder, '-', 'assets');
  if (existsSync(assets)) {
    await app.register(fastifyStatic, {
      root: assets,
      prefix: ASSETS,
      index: false,
      dotfiles: 'deny',
      decorateReply: false,
      cacheControl: false,
      setHeaders: (response, path) => {
        response.header('cache-control', isHashed(path) ? 'public, max-age=31536000, immutable' : 'no-cache');
        response.header('cross-origin-resource-policy', 'same-origin');
      },
    });
  }
  app.get('/*', async (request, reply) => {
    const path = request.url.split('?', 1)[0] ?? '';
    if (!isPageRequest(request) || path.startsWith(ASSETS) || path.startsWith('/api/'))
      throw new MosaicError('not_found', `Nothing answers GET ${path} here.`);
    const page = await readPage(join(pagesFolder, 'index.html'));
    if (page === null)
      return sendPlainPage(reply.code(503), {
        title: 'The dashboard is not built',
        text: 'Run "npm run build --workspace @mosaic/dashboard" in the checkout, or start with "./mosaic up", which builds it; then reload this page.',
      });
    return reply.headers(PAGE_HEADERS).header('cache-control', 'no-cache').type('text/html; charset=utf-8').send(page);
  });
}

/** Vite's form: name-XXXXXXXX.ext. */
function isHashed(path: string): boolean {
  return /-[A-Za-z0-9_-]{8}\.[a-z0-9]+$/.test(path);
}

async function readPage(file: string): Promise<string | null> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}

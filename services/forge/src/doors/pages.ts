import { MosaicError } from '@mosaic/platform/errors';
import type { HttpApp } from '@mosaic/platform/http';

/** A browser that opens a page at the forge's own door is sent to the dashboard, which carries Gitea's paths (apps/dashboard/src/router.tsx). */
export function mountPages(app: HttpApp, publicUrl: string): void {
  for (const path of ['/', '/:owner', '/:owner/:repo', '/:owner/:repo/*'])
    app.get(path, async (request, reply) => {
      const wantsPage = (request.headers.accept ?? '').includes('text/html');
      if (!wantsPage || request.url.startsWith('/api/') || request.url.startsWith('/-/'))
        throw new MosaicError('not_found', 'Nothing answers here; the pages are at the public address.');
      // The path alone, so that neither a host nor a token in the query is passed on.
      return reply.redirect(publicUrl + new URL(request.originalUrl.replace(/^\/+/, '/'), publicUrl).pathname, 302);
    });
}

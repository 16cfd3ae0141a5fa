import { MosaicError } from '@mosaic/platform/errors';
import type { HttpApp } from '@mosaic/platform/http';

/** Fixed paths of Gitea's that we do not serve and that a parameter of ours would take for a name or a number. */
const UNSERVED = [
  '/users/search',
  '/repos/:owner/:repo/issues/comments',
  '/repos/:owner/:repo/issues/pinned',
  '/repos/:owner/:repo/hooks/git',
  '/repos/:owner/:repo/pulls/pinned',
];

/** Answers them as any other path that nothing answers. */
export function mountUnserved(app: HttpApp, prefix: string): void {
  for (const path of UNSERVED)
    app.get(prefix + path, async () => {
      throw new MosaicError('not_found', `Nothing answers GET ${path} here.`);
    });
}

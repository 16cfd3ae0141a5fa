import { rm } from 'node:fs/promises';

import type { Target } from '../target.ts';
import { addRelease, dropRelease, hasRelease, pruneReleases, switchTo } from './releases.ts';
import { siteFolders } from './site-folders.ts';
import { unpack } from './unpack.ts';

/** Static files: a release is a folder, going live is replacing one link. */
export function createSiteTarget(sites: string): Target {
  return {
    name: 'site',
    async putLive({ deployment, release: earlier, artifact, signal }) {
      const folders = siteFolders(sites, deployment.project, deployment.environment);
      const release = earlier !== null && (await hasRelease(folders, earlier)) ? earlier : deployment.id;
      if (!(await hasRelease(folders, release)))
        await addRelease(folders, release, async (folder) => unpack(await artifact(), folder, { signal }));
      await switchTo(folders, release);
      await pruneReleases(folders);
      return { release };
    },
    drop: ({ project, environment }, release) => dropRelease(siteFolders(sites, project, environment), release),
    async forget({ project, environment }) {
      await rm(siteFolders(sites, project, environment).root, { recursive: true, force: true });
    },
  };
}

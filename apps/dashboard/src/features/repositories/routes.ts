import { definePage, type ReadAhead } from '../../routing/define-page.ts';
import { commitsQuery } from '../commits/queries.ts';
import { refQuery } from '../refs/queries.ts';
import { contentsQuery, repositoryQuery } from './queries.ts';

interface Place {
  owner: string;
  repo: string;
  _splat?: string;
}

/** The repository, then the commit that the address names, then what stands there. */
async function readSource({ owner, repo, _splat = '' }: Place, { client }: ReadAhead): Promise<void> {
  const { default_branch } = await client.ensureQueryData(repositoryQuery(owner, repo));
  const at = await client.ensureQueryData(refQuery(owner, repo, _splat, default_branch));
  if (at === null) return;
  await Promise.all([
    client.ensureQueryData(contentsQuery(owner, repo, { path: at.path, ref: at.sha })),
    client.ensureQueryData(commitsQuery(owner, repo, { sha: at.sha, page: 1, ...(at.path === '' ? {} : { path: at.path }) })),
  ]);
}

const load = async () => (await import('./page.tsx')).RepositoryPage;

export const REPOSITORY_PAGES = [
  definePage({ path: '/$owner/$repo', load, read: readSource }),
  definePage({ path: '/$owner/$repo/src/$', load, read: readSource }),
];

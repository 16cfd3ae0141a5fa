import type { GiteaClient } from '@mosaic/contracts/gitea';

/** Who may open a site: whoever may read its repository, as the forge says now. */
export interface SiteAccess {
  /** `missing` when the repository is gone. */
  visibility(repositoryId: number): Promise<'public' | 'private' | 'missing'>;
  mayRead(login: string, repositoryId: number): Promise<boolean>;
}

/** An answer is trusted this long (ms): a withdrawn right works at most so long. */
const TTL_MS = 5_000;
const CACHE_LIMIT = 10_000;

export function createSiteAccess(forge: GiteaClient): SiteAccess {
  const visibility = remember(async (id: string) => {
    const repository = await forge.getRepositoryById(Number(id));
    if (repository === null) return 'missing';
    return repository.private ? 'private' : 'public';
  });
  const mayRead = remember(async (key: string) => {
    const [id = '', login = ''] = key.split('\n');
    const repository = await forge.getRepositoryById(Number(id), { sudo: login });
    return repository !== null && repository.permissions?.pull !== false;
  });
  return {
    visibility: (repositoryId) => visibility(String(repositoryId)) as Promise<'public' | 'private' | 'missing'>,
    mayRead: (login, repositoryId) => mayRead(`${repositoryId}\n${login}`),
  };
}

/** Keeps answers for {@link TTL_MS}, one question at a time per key; the oldest goes first, a fault is not kept. */
function remember<T>(ask: (key: string) => Promise<T>): (key: string) => Promise<T> {
  const cache = new Map<string, { until: number; answer: Promise<T> }>();
  return (key) => {
    const known = cache.get(key);
    if (known !== undefined && known.until > Date.now()) return known.answer;
    const answer = ask(key);
    cache.delete(key);
    cache.set(key, { until: Date.now() + TTL_MS, answer });
    if (cache.size > CACHE_LIMIT) cache.delete(cache.keys().next().value as string);
    answer.catch(() => cache.delete(key));
    return answer;
  };
}

import { createFeed, startJsonServer } from './json-server.ts';

export interface FakeRepository {
  id: number;
  /** "owner/name" */
  name: string;
  private: boolean;
  /** Rights of others than the owner. */
  collaborators?: Record<string, 'read' | 'write' | 'admin'>;
  /** Of the default branch. */
  files?: Record<string, string>;
  /** Files of other refs. */
  refs?: Record<string, Record<string, string>>;
}

/** The files at the ref that is asked for. */
function filesAt(repository: FakeRepository | undefined, url: URL): Record<string, string> | undefined {
  const ref = url.searchParams.get('ref');
  return ref === null || ref === 'main' ? repository?.files : repository?.refs?.[ref];
}

const RANK = { read: 0, write: 1, admin: 2 };

/** The forge as far as the MCP server asks it: repositories as a login sees them (Sudo), raw files, search, the event feed. */
export async function startFakeForge(repositories: FakeRepository[]) {
  const feed = createFeed('forge');
  let asked = 0;
  const damaged: string[] = [];
  const seenBy = (repository: FakeRepository, login: string | undefined) => {
    const owner = repository.name.split('/')[0];
    const rank =
      login === undefined || login === owner ? 2 : (RANK[repository.collaborators?.[login] as 'read'] ?? (repository.private ? -1 : 0));
    if (rank < 0) return null;
    return {
      id: repository.id,
      name: repository.name.split('/')[1],
      full_name: repository.name,
      owner: { id: 1, login: owner },
      private: repository.private,
      default_branch: 'main',
      html_url: '',
      clone_url: '',
      permissions: { pull: true, push: rank >= 1, admin: rank >= 2 },
    };
  };
  const server = await startJsonServer((request, url) => {
    if (url.pathname === '/-/events') return feed.page(url);
    if (url.pathname === '/-/damaged') return { body: { repositories: damaged } };
    const login = request.headers.sudo as string | undefined;
    asked += 1;
    if (url.pathname === '/api/v1/repos/search') {
      const [page, limit] = [Number(url.searchParams.get('page') ?? 1), Number(url.searchParams.get('limit') ?? 50)];
      const seen = repositories.map((repository) => seenBy(repository, login)).filter((shown) => shown !== null);
      return { body: { ok: true, data: seen.slice((page - 1) * limit, page * limit) } };
    }
    const searched = /^\/-\/repositories\/([^/]+\/[^/]+)\/search$/.exec(url.pathname)?.[1];
    if (searched !== undefined) {
      const files = filesAt(
        repositories.find((known) => known.name === searched),
        url,
      );
      if (files === undefined) return { status: 404 };
      const lines = Object.entries(files).flatMap(([path, text]) =>
        text.split('\n').map((line, index) => ({ path, line: index + 1, text: line })),
      );
      return { body: { matches: lines.filter(({ text }) => text.includes(url.searchParams.get('q') ?? '')), truncated: false } };
    }
    const [, name, rest] = /^\/api\/v1\/repos\/([^/]+\/[^/]+)(?:\/(.*))?$/.exec(decodeURIComponent(url.pathname)) ?? [];
    const repository = repositories.find((known) => known.name.toLowerCase() === name?.toLowerCase());
    const seen = repository === undefined ? null : seenBy(repository, login);
    if (repository === undefined || seen === null) return { status: 404, body: { message: 'not found' } };
    if (rest === undefined) return { body: seen };
    const file = rest.startsWith('raw/') ? filesAt(repository, url)?.[rest.slice(4)] : undefined;
    return file === undefined ? { status: 404 } : { body: Buffer.from(file) };
  });
  return Object.assign(server, { feed, asked: () => asked, repositories, damaged });
}
export type FakeForge = Awaited<ReturnType<typeof startFakeForge>>;

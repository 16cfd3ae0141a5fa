import { createHmac, randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface FakeRepository {
  id: number;
  owner: string;
  name: string;
  private: boolean;
  /** What each login may do, beside the owner. */
  members: Record<string, 'read' | 'write' | 'admin'>;
  /** Files by commit. */
  files: Record<string, Record<string, string>>;
  branches: Record<string, string>;
  hooks: { id: number; url: string; secret: string }[];
  statuses: { sha: string; state: string; context: string; target_url: string; description: string }[];
}

export interface FakeForge extends AsyncDisposable {
  url: string;
  add(repository: Partial<FakeRepository> & { id: number; owner: string; name: string }): FakeRepository;
  /** The next `count` calls whose path holds `part` answer this status. */
  fail(part: string, count: number, status: number): void;
  /** Takes back what it was told to fail. */
  heal(): void;
  /** Calls so far, "METHOD path". */
  calls: string[];
  /** Resolves when the condition holds; looked at after each call. */
  until(condition: () => boolean): Promise<void>;
}

/** The few calls of Gitea's API that CI makes, over the wire; misbehaves on request. `Sudo` is honoured. */
export async function startFakeForge(): Promise<FakeForge> {
  const repositories: FakeRepository[] = [];
  const failures: { part: string; count: number; status: number }[] = [];
  const calls: string[] = [];
  const waiting = new Set<() => void>();
  let hookIds = 0;

  const answer = (response: ServerResponse, status: number, body?: unknown) => {
    response.writeHead(status, { 'content-type': 'application/json' }).end(body === undefined ? '' : JSON.stringify(body));
  };
  const permissionsOf = (repository: FakeRepository, sudo: string | undefined) => {
    const level = sudo === undefined || sudo === repository.owner ? 'admin' : repository.members[sudo];
    return {
      admin: level === 'admin',
      push: level === 'admin' || level === 'write',
      pull: level !== undefined || !repository.private,
    };
  };
  const present = (repository: FakeRepository, sudo: string | undefined) => ({
    id: repository.id,
    owner: { id: 1, login: repository.owner },
    name: repository.name,
    full_name: `${repository.owner}/${repository.name}`,
    private: repository.private,
    default_branch: 'main',
    html_url: `http://localhost:8080/${repository.owner}/${repository.name}`,
    clone_url: `http://localhost:8080/${repository.owner}/${repository.name}.git`,
    permissions: permissionsOf(repository, sudo),
  });

  const handle = async (request: IncomingMessage, response: ServerResponse) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const url = new URL(request.url ?? '/', 'http://forge');
    const path = url.pathname.replace(/^\/api\/v1/, '');
    const body = chunks.length === 0 ? {} : (JSON.parse(Buffer.concat(chunks).toString()) as Record<string, unknown>);
    const sudo = request.headers['sudo'] as string | undefined;
    calls.push(`${request.method} ${path}`);
    const failure = failures.find(({ part, count }) => count > 0 && path.includes(part));
    if (failure !== undefined) {
      failure.count -= 1;
      return answer(response, failure.status, { message: 'told to fail' });
    }
    const byId = /^\/repositories\/(\d+)$/.exec(path);
    if (byId !== null) {
      const found = repositories.find(({ id }) => id === Number(byId[1]));
      return found === undefined ? answer(response, 404, {}) : answer(response, 200, present(found, sudo));
    }
    if (path === '/user/repos') {
      const mine = repositories.filter((repository) => repository.owner === sudo || repository.members[sudo ?? ''] !== undefined);
      return answer(
        response,
        200,
        pageOf(url, mine).map((repository) => present(repository, sudo)),
      );
    }
    const [, owner, name, rest = ''] = /^\/repos\/([^/]+)\/([^/]+)(\/.*)?$/.exec(path) ?? [];
    const repository = repositories.find((known) => known.owner === owner && known.name === name);
    if (repository === undefined || !permissionsOf(repository, sudo).pull) return answer(response, 404, {});
    if (rest === '') return answer(response, 200, present(repository, sudo));
    return handleRepository(request.method ?? 'GET', { repository, rest, url, body, response });
  };

  const handleRepository = (
    method: string,
    {
      repository,
      rest,
      url,
      body,
      response,
    }: { repository: FakeRepository; rest: string; url: URL; body: Record<string, unknown>; response: ServerResponse },
  ) => {
    const ref = url.searchParams.get('ref') ?? '';
    if (rest === '/hooks' && method === 'POST') {
      const config = body['config'] as { url: string; secret: string };
      const hook = { id: (hookIds += 1), url: config.url, secret: config.secret };
      repository.hooks.push(hook);
      return answer(response, 201, presentHook(hook));
    }
    if (rest === '/hooks') return answer(response, 200, pageOf(url, repository.hooks).map(presentHook));
    const hookId = /^\/hooks\/(\d+)$/.exec(rest)?.[1];
    if (hookId !== undefined) {
      repository.hooks = repository.hooks.filter(({ id }) => id !== Number(hookId));
      return answer(response, 204);
    }
    if (rest.startsWith('/raw/')) {
      const text = repository.files[ref]?.[decodeURIComponent(rest.slice('/raw/'.length))];
      return text === undefined ? answer(response, 404, {}) : response.writeHead(200, { 'content-type': 'text/plain' }).end(text);
    }
    if (rest.startsWith('/contents/')) {
      const folder = decodeURIComponent(rest.slice('/contents/'.length));
      const names = Object.keys(repository.files[ref] ?? {}).filter((path) => path.startsWith(`${folder}/`));
      if (names.length === 0) return answer(response, 404, {});
      return answer(
        response,
        200,
        names.map((path) => ({ name: path.slice(folder.length + 1), path, sha: 'b'.repeat(40), type: 'file' })),
      );
    }
    const status = /^\/statuses\/([0-9a-f]+)$/.exec(rest)?.[1];
    if (status !== undefined) {
      repository.statuses.push({ sha: status, ...(body as unknown as Omit<FakeRepository['statuses'][number], 'sha'>) });
      return answer(response, 201, { id: repository.statuses.length, status: body['state'], context: body['context'] });
    }
    if (rest === '/branches') {
      return answer(
        response,
        200,
        pageOf(url, Object.entries(repository.branches)).map(([branch, sha]) => presentBranch(branch, sha)),
      );
    }
    const branch = /^\/branches\/(.+)$/.exec(rest)?.[1];
    if (branch !== undefined) {
      const sha = repository.branches[decodeURIComponent(branch)];
      return sha === undefined ? answer(response, 404, {}) : answer(response, 200, presentBranch(branch, sha));
    }
    return answer(response, 404, {});
  };

  const server = createServer((request, response) => {
    void handle(request, response).finally(() => {
      for (const look of waiting) look();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    calls,
    add(given) {
      const repository: FakeRepository = { private: false, members: {}, files: {}, branches: {}, hooks: [], statuses: [], ...given };
      repositories.push(repository);
      return repository;
    },
    fail: (part, count, status) => void failures.push({ part, count, status }),
    heal: () => void failures.splice(0),
    until: (condition) =>
      new Promise((resolve) => {
        const look = () => {
          if (!condition()) return;
          waiting.delete(look);
          resolve();
        };
        waiting.add(look);
        look();
      }),
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function presentHook({ id, url }: { id: number; url: string }) {
  return { id, type: 'gitea', active: true, events: ['push', 'create'], config: { url, content_type: 'json' } };
}

function presentBranch(name: string, sha: string) {
  return { name, commit: { id: sha, message: 'the head', author: { name: 'Ada', email: 'ada@localhost' } } };
}

export interface PushOptions {
  sha: string;
  branch?: string;
  message?: string;
  sender?: string;
  changed?: string[];
  deliveryId?: string;
  event?: string;
  traceparent?: string;
  /** Overrides members of the payload. */
  payload?: Record<string, unknown>;
  signature?: string;
}

/** Sends what the forge would send for a push, to the hook that CI added. */
export async function deliverPush(repository: FakeRepository, options: PushOptions): Promise<Response> {
  const [hook] = repository.hooks;
  if (hook === undefined) throw new Error('the repository has no hook');
  const { sha, branch = 'main', message = 'a change', sender = repository.owner, changed = ['a.txt'] } = options;
  const commit = {
    id: sha,
    message,
    url: '',
    author: { name: sender, email: `${sender}@example.test`, username: sender },
    timestamp: '',
    added: changed,
    removed: [],
    modified: [],
  };
  const body = JSON.stringify({
    ref: `refs/heads/${branch}`,
    before: '0'.repeat(40),
    after: sha,
    compare_url: 'http://localhost:8080/compare',
    commits: [commit],
    total_commits: 1,
    head_commit: commit,
    repository: {
      id: repository.id,
      owner: { id: 1, login: repository.owner },
      name: repository.name,
      full_name: `${repository.owner}/${repository.name}`,
      private: repository.private,
      default_branch: 'main',
      html_url: `http://localhost:8080/${repository.owner}/${repository.name}`,
      clone_url: `http://localhost:8080/${repository.owner}/${repository.name}.git`,
    },
    sender: { id: 1, login: sender },
    ...options.payload,
  });
  return fetch(hook.url, {
    method: 'POST',
    body,
    headers: {
      'content-type': 'application/json',
      'x-gitea-event': options.event ?? 'push',
      'x-gitea-delivery': options.deliveryId ?? randomUUID(),
      'x-gitea-signature': options.signature ?? createHmac('sha256', hook.secret).update(body).digest('hex'),
      ...(options.traceparent === undefined ? {} : { traceparent: options.traceparent }),
    },
  });
}

/** Pages as Gitea cuts them: 50 items at most, counted from 1. */
function pageOf<T>({ searchParams }: URL, items: readonly T[]): T[] {
  const limit = Math.min(50, Number(searchParams.get('limit') ?? 30));
  const page = Number(searchParams.get('page') ?? 1);
  return items.slice((page - 1) * limit, page * limit);
}

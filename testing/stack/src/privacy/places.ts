import type { WireRequest } from '@mosaic/contracts/wire';

/** What a private repository is called in every contract; the same for one that never existed. */
export interface Names {
  owner: string;
  name: string;
  project: string;
  repositoryId: number;
  ciId: number;
  pipeline: number;
  stepId: number;
  hookId: number;
  deploymentId: number;
  sha: string;
  traceId: string;
  taskKey: string;
  secret: string;
  tokenId: string;
}

type Method = WireRequest['method'];

const write = (method: Method, path: string, body?: object): WireRequest => ({ method, path, ...(body === undefined ? {} : { body }) });

/** Gitea's reads, below /api/v1 of a door. */
export function forgeReads(names: Names): WireRequest[] {
  const { owner, name, repositoryId, hookId, sha } = names;
  return [
    '',
    '/raw/index.html',
    '/raw/index.html?ref=main',
    '/contents',
    '/contents/index.html',
    '/contents/.mosaic.yaml',
    `/git/trees/${sha}`,
    `/git/commits/${sha}`,
    `/git/commits/${sha}.diff`,
    '/git/refs',
    '/branches',
    '/branches/main',
    '/tags',
    '/commits',
    `/commits/${sha}/status`,
    `/commits/${sha}/statuses`,
    `/statuses/${sha}`,
    '/compare/main...main',
    '/issues',
    '/issues?state=all',
    '/issues/1',
    '/issues/1/comments',
    '/labels',
    '/pulls',
    '/hooks',
    `/hooks/${hookId}`,
    '/collaborators',
    `/collaborators/${owner}`,
    `/collaborators/${owner}/permission`,
    '/archive/main.tar.gz',
  ]
    .map((path) => `/api/v1/repos/${owner}/${name}${path}`)
    .concat(`/api/v1/repositories/${repositoryId}`)
    .map((path) => ({ method: 'GET', path }));
}

/** Gitea's writes; none may do anything. */
export function forgeWrites({ owner, name, hookId, sha }: Names): WireRequest[] {
  const base = `/api/v1/repos/${owner}/${name}`;
  const content = Buffer.from('defaced').toString('base64');
  return [
    write('PATCH', base, { private: false }),
    write('DELETE', base),
    write('POST', `${base}/contents/defaced.txt`, { content, message: 'x' }),
    write('PUT', `${base}/contents/index.html`, { content, message: 'x', sha }),
    write('DELETE', `${base}/contents/index.html`, { message: 'x', sha }),
    write('POST', `${base}/branches`, { new_branch_name: 'defaced' }),
    write('DELETE', `${base}/branches/main`),
    write('POST', `${base}/statuses/${sha}`, { state: 'failure', context: 'defaced' }),
    write('POST', `${base}/issues`, { title: 'defaced' }),
    write('PATCH', `${base}/issues/1`, { state: 'closed' }),
    write('POST', `${base}/issues/1/comments`, { body: 'defaced' }),
    write('POST', `${base}/hooks`, { type: 'gitea', config: { url: 'https://example.com', content_type: 'json' } }),
    write('PATCH', `${base}/hooks/${hookId}`, { active: false }),
    write('DELETE', `${base}/hooks/${hookId}`),
    write('POST', `${base}/hooks/${hookId}/tests`),
    write('PUT', `${base}/collaborators/bob`, { permission: 'admin' }),
    write('DELETE', `${base}/collaborators/bob`),
  ];
}

/** What the forge says beyond Gitea's contract, at its own door. */
export function forgeNative({ owner, name, hookId }: Names): WireRequest[] {
  return [
    write('GET', `/-/repositories/${owner}/${name}/search?q=sesame`),
    write('GET', `/-/hooks/${hookId}/deliveries`),
    write('POST', `/-/hooks/${hookId}/deliveries`, { eventId: 'x' }),
    write('GET', `/${owner}/${name}`),
    write('GET', `/${owner}/${name}/raw/branch/main/index.html`),
  ];
}

/** Woodpecker's reads, and ours for artifacts. */
export function ciReads({ owner, name, ciId, pipeline, stepId, secret }: Names): WireRequest[] {
  return [
    `/api/repos/lookup/${owner}/${name}`,
    `/api/repos/${ciId}`,
    `/api/repos/${ciId}/permissions`,
    `/api/repos/${ciId}/branches`,
    `/api/repos/${ciId}/pipelines`,
    `/api/repos/${ciId}/pipelines/latest`,
    `/api/repos/${ciId}/pipelines/${pipeline}`,
    `/api/repos/${ciId}/pipelines/${pipeline}/config`,
    `/api/repos/${ciId}/logs/${pipeline}/${stepId}`,
    `/api/stream/logs/${ciId}/${pipeline}/${stepId}`,
    `/api/repos/${ciId}/secrets`,
    `/api/repos/${ciId}/secrets/${secret}`,
    `/-/repositories/${owner}/${name}/pipelines/${pipeline}/artifacts`,
    `/-/repositories/${owner}/${name}/pipelines/${pipeline}/artifacts/site`,
  ].map((path) => ({ method: 'GET', path }));
}

/** Woodpecker's writes; none may do anything. */
export function ciWrites({ owner, name, repositoryId, ciId, pipeline, secret }: Names): WireRequest[] {
  return [
    write('POST', `/api/repos?forge_remote_id=${repositoryId}`),
    write('PATCH', `/api/repos/${ciId}`, { timeout: 1 }),
    write('DELETE', `/api/repos/${ciId}`),
    write('POST', `/api/repos/${ciId}/pipelines`, { branch: 'main' }),
    write('POST', `/api/repos/${ciId}/pipelines/${pipeline}`),
    write('POST', `/api/repos/${ciId}/pipelines/${pipeline}/cancel`),
    write('POST', `/api/repos/${ciId}/pipelines/${pipeline}/approve`),
    write('POST', `/api/repos/${ciId}/pipelines/${pipeline}/decline`),
    write('DELETE', `/api/repos/${ciId}/pipelines/${pipeline}`),
    write('POST', `/api/repos/${ciId}/secrets`, { name: 'defaced', value: 'x-x-x' }),
    write('PATCH', `/api/repos/${ciId}/secrets/${secret}`, { value: 'x-x-x' }),
    write('DELETE', `/api/repos/${ciId}/secrets/${secret}`),
    write('DELETE', `/-/repositories/${owner}/${name}/pipelines/${pipeline}/artifacts/site`),
  ];
}

/** Lists and searches, which name no repository; they must not tell of one that is hidden. */
export function lists({ owner, name }: Names): { forge: string[]; ci: string[] } {
  return {
    forge: [
      '/api/v1/user/repos?limit=50',
      `/api/v1/users/${owner}/repos`,
      `/api/v1/users/${owner}`,
      '/api/v1/repos/search?limit=50',
      `/api/v1/repos/search?q=${name}`,
      `/api/v1/repos/search?q=${name.slice(0, 3)}`,
      `/api/v1/repos/search?q=sesame`,
      '/api/v1/user/orgs',
      '/metrics',
      '/readyz',
      '/-/events',
    ],
    ci: ['/api/user/repos', '/api/user/repos?all=true', '/api/repos', '/api/queue/info', '/api/agents', '/metrics', '/readyz', '/-/events'],
  };
}

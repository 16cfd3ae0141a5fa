import { createFeed, startJsonServer } from './json-server.ts';

export interface FakePipeline {
  repository: string;
  number: number;
  status: string;
  sha: string;
  branch?: string;
  event?: string;
  artifacts?: string[];
  log?: string[];
}

/** CI as far as the MCP server asks it: Woodpecker's REST, our artifacts, the event feed. */
export async function startFakeCi(pipelines: FakePipeline[]) {
  const feed = createFeed('ci');
  const names = () => [...new Set(pipelines.map((pipeline) => pipeline.repository))];
  const shown = (pipeline: FakePipeline) => ({
    id: pipeline.number,
    number: pipeline.number,
    event: pipeline.event ?? 'push',
    status: pipeline.status,
    commit: pipeline.sha,
    branch: pipeline.branch ?? 'main',
    title: 'Say hello',
    author: 'ada',
    created: 1_700_000_000,
    workflows: [
      {
        id: 1,
        pid: 1,
        name: 'build',
        state: pipeline.status,
        children: [{ id: 7, pid: 2, name: 'test', state: pipeline.status, exit_code: 1 }],
      },
    ],
  });
  /** What answers wait for, and how many do. */
  const hold = { until: Promise.resolve(), waiting: 0 };
  const server = await startJsonServer(async (request, url) => {
    if (url.pathname === '/-/events') return feed.page(url);
    hold.waiting += 1;
    await hold.until;
    hold.waiting -= 1;
    const path = decodeURIComponent(url.pathname);
    const lookup = /^\/api\/repos\/lookup\/(.+)$/.exec(path)?.[1];
    if (lookup !== undefined) {
      const id = names().indexOf(lookup);
      const [owner, name] = lookup.split('/');
      if (id === -1) return { status: 404 };
      return { body: { id: id + 1, forge_remote_id: '1', owner, name, full_name: lookup, active: true, private: true } };
    }
    const artifacts = /^\/-\/repositories\/(.+)\/pipelines\/(\d+)\/artifacts$/.exec(path);
    const rest = /^\/api\/repos\/(\d+)\/(pipelines|logs)(?:\/(\d+))?(?:\/(\d+))?$/.exec(path);
    const repository = artifacts?.[1] ?? names()[Number(rest?.[1]) - 1];
    const own = pipelines.filter((pipeline) => pipeline.repository === repository);
    if (rest?.[2] === 'pipelines' && rest[3] === undefined) {
      const [page, perPage] = [Number(url.searchParams.get('page') ?? 1), Number(url.searchParams.get('perPage') ?? 50)];
      const branch = url.searchParams.get('branch');
      return {
        body: own
          .filter((pipeline) => branch === null || branch === (pipeline.branch ?? 'main'))
          .toReversed()
          .slice((page - 1) * perPage, page * perPage)
          .map(shown),
      };
    }
    const pipeline = own.find((known) => known.number === Number(artifacts?.[2] ?? rest?.[3]));
    if (pipeline === undefined) return { status: 404 };
    if (artifacts !== null)
      return {
        body: {
          artifacts: (pipeline.artifacts ?? []).map((name) => ({ name, size: 1, files: 1, workflow: 'build', step: 'test', createdAt: 1 })),
        },
      };
    if (rest?.[2] === 'logs')
      return { body: (pipeline.log ?? []).map((text, line) => ({ line, data: Buffer.from(`${text}\n`).toString('base64') })) };
    if (request.method === 'POST') {
      const again = { ...pipeline, number: own.length + 1, status: 'pending' };
      pipelines.push(again);
      return { body: shown(again) };
    }
    return { body: shown(pipeline) };
  });
  return Object.assign(server, { feed, hold, pipelines });
}
export type FakeCi = Awaited<ReturnType<typeof startFakeCi>>;

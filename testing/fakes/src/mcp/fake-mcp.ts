import { FakeFeed } from '../mosaic/fake-feed.ts';
import { Coordination } from './coordination.ts';
import { FakeTools } from './fake-tools.ts';

export type FakeMcp = FakeTools & { feed: FakeFeed; state: Coordination };

/** An MCP server as far as core and Tony use it: events, projects, deployments, tasks with leases, the inbox. */
export async function startFakeMcp(): Promise<FakeMcp> {
  const feed = new FakeFeed('mcp');
  const state = new Coordination(feed);
  return Object.assign(await FakeTools.start(state.answers()), { feed, state });
}

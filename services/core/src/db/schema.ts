import type { EventTables } from '@mosaic/platform/events';

/** Core's journal: what it has to do and what it has done. Everything that others read is a row of mcp's. */
export interface CoreTables extends EventTables {
  /** One per event that asks for work; the id is the event's. The row, not the durable engine, says what is done. */
  runs: {
    id: string;
    kind: string;
    state: 'open' | 'done' | 'failed';
    /** The event as JSON. */
    input: string;
    /** What became of it, in words. */
    outcome: string;
    created_at: number;
    finished_at: number | null;
  };
  /** When CI was enabled for a repository. */
  repositories: { repository_id: number; repository: string; activated_at: number | null };
  /** Accepted moves of branches and tags: for pushes that came before the hook, and for what a push brought. */
  pushes: { event_id: string; repository_id: number; ref: string; before_sha: string; after_sha: string; time: number };
  /** Finished pipelines, to know the one before and whether a later one has passed. */
  pipelines: { repository_id: number; number: number; branch: string; event: string; status: string };
  /** What an environment of target `site` serves; its files are behind the link `current`. */
  sites: { project: string; environment: string; repository_id: number; repository: string; deployment_id: number; release_id: number };
  /** Which folder of files a deployment put live; a roll-back shares the folder of the deployment it went back to. */
  releases: { deployment_id: number; project: string; environment: string; release_id: number };
}

import type { ContentReader } from '../contents/content-reader.ts';
import type { IssueReader } from '../issues/issue-reader.ts';
import type { Links } from '../present/links.ts';
import type { ReleaseReader } from '../releases/release-reader.ts';
import type { RepositoryReader } from '../repositories/repository-reader.ts';
import type { ReviewReader } from '../reviews/review-reader.ts';
import type { StatusReader } from '../statuses/status-reader.ts';

/** What one event of ours is to a webhook: Gitea's event name and payload; `ref` is what a branch filter looks at. */
export interface Payload {
  event: string;
  ref: string | null;
  body: Record<string, unknown>;
}

export interface PayloadPorts {
  links: Links;
  contents: ContentReader;
  issues: IssueReader;
  statuses: StatusReader;
  repositories: RepositoryReader;
  reviews: ReviewReader;
  releases: ReleaseReader;
}

import type { CollaboratorReader } from './collaborators/collaborator-reader.ts';
import type { CollaboratorWriter } from './collaborators/collaborator-writer.ts';
import type { ContentReader } from './contents/content-reader.ts';
import type { ContentWriter } from './contents/content-writer.ts';
import type { People } from './identity/people.ts';
import type { IssueReader } from './issues/issue-reader.ts';
import type { IssueWriter } from './issues/issue-writer.ts';
import type { DeployKeyReader } from './keys/deploy-key-reader.ts';
import type { DeployKeyWriter } from './keys/deploy-key-writer.ts';
import type { KeyReader } from './keys/key-reader.ts';
import type { KeyWriter } from './keys/key-writer.ts';
import type { HeadUpdater } from './pulls/head-updater.ts';
import type { PullChanges } from './pulls/pull-changes.ts';
import type { PullChecker } from './pulls/pull-checker.ts';
import type { PullMerger } from './pulls/pull-merger.ts';
import type { PullWriter } from './pulls/pull-writer.ts';
import type { DamageBook } from './repositories/damage-book.ts';
import type { OwnerReader } from './owners/owner-reader.ts';
import type { RepositoryCreator } from './repositories/repository-creator.ts';
import type { RepositoryFolders } from './repositories/repository-folders.ts';
import type { RepositoryReader } from './repositories/repository-reader.ts';
import type { RepositoryWriter } from './repositories/repository-writer.ts';
import type { CommentPlaces } from './reviews/comment-places.ts';
import type { ConversationWriter } from './reviews/conversation-writer.ts';
import type { RequestWriter } from './reviews/request-writer.ts';
import type { ReviewReader } from './reviews/review-reader.ts';
import type { ReviewWriter } from './reviews/review-writer.ts';
import type { StatusReader } from './statuses/status-reader.ts';
import type { StatusWriter } from './statuses/status-writer.ts';
import type { HookReader } from './webhooks/hook-reader.ts';
import type { HookWriter } from './webhooks/hook-writer.ts';
import type { Redelivery } from './webhooks/redelivery.ts';
import type { Links } from './present/links.ts';

/** What the operations work with: one reader and one writer for each aggregate. */
export interface ForgeContext {
  links: Links;
  people: People;
  owners: { reader: OwnerReader };
  repositories: { reader: RepositoryReader; creator: RepositoryCreator; writer: RepositoryWriter; folders: RepositoryFolders };
  damage: DamageBook;
  collaborators: { reader: CollaboratorReader; writer: CollaboratorWriter };
  contents: { reader: ContentReader; writer: ContentWriter };
  statuses: { reader: StatusReader; writer: StatusWriter };
  issues: { reader: IssueReader; writer: IssueWriter };
  pulls: { writer: PullWriter; merger: PullMerger; updater: HeadUpdater; checker: PullChecker; changes: PullChanges };
  reviews: {
    reader: ReviewReader;
    writer: ReviewWriter;
    requests: RequestWriter;
    conversations: ConversationWriter;
    places: CommentPlaces;
  };
  keys: { reader: KeyReader; writer: KeyWriter };
  deployKeys: { reader: DeployKeyReader; writer: DeployKeyWriter };
  hooks: { reader: HookReader; writer: HookWriter; redelivery: Redelivery };
}

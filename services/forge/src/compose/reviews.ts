import { CommentPlaces } from '../reviews/comment-places.ts';
import { ConversationWriter } from '../reviews/conversation-writer.ts';
import { RequestWriter } from '../reviews/request-writer.ts';
import { ReviewReader } from '../reviews/review-reader.ts';
import { ReviewWriter } from '../reviews/review-writer.ts';
import type { ForgePorts } from './ports.ts';

/** What people say of pull requests. */
export function composeReviews({ store, events, folders }: ForgePorts) {
  return {
    reader: new ReviewReader(store),
    writer: new ReviewWriter(events),
    requests: new RequestWriter(events),
    conversations: new ConversationWriter(events),
    places: new CommentPlaces(folders),
  };
}

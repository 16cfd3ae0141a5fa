/** Characters of a commit's message that are kept: it is part of every list of pipelines, and git takes one of any length. */
const MESSAGE_LENGTH = 16_384;

export function cutMessage(message: string): string {
  return message.length > MESSAGE_LENGTH ? `${message.slice(0, MESSAGE_LENGTH)}…` : message;
}

/** First line of a message, at most 250 characters. */
export function titleOf(message: string): string {
  return (message.split('\n', 1)[0] ?? '').slice(0, 250);
}

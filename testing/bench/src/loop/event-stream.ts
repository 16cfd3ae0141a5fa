/** One message of an event stream (HTML Living Standard, server-sent events). */
export interface StreamMessage {
  event: string;
  data: string;
}

/** Parses server-sent events from the bytes as they arrive; comments, ids and retry times are left out. */
export async function* readEventStream(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<StreamMessage> {
  const decoder = new TextDecoder();
  let rest = '';
  let message = { event: 'message', data: [] as string[] };
  for await (const chunk of chunks) {
    const lines = (rest + decoder.decode(chunk, { stream: true })).split(/\r\n|\n|\r(?!$)/);
    rest = lines.pop() ?? '';
    for (const line of lines) {
      if (line === '') {
        if (message.data.length > 0) yield { event: message.event, data: message.data.join('\n') };
        message = { event: 'message', data: [] };
        continue;
      }
      const cut = line.indexOf(':');
      const field = cut === -1 ? line : line.slice(0, cut);
      const value = cut === -1 ? '' : line.slice(cut + 1).replace(/^ /, '');
      if (field === 'data') message.data.push(value);
      else if (field === 'event') message.event = value;
    }
  }
}

import { expect, test } from 'vitest';

import { readEventStream, type StreamMessage } from './event-stream.ts';

async function parse(...pieces: string[]): Promise<StreamMessage[]> {
  const encoder = new TextEncoder();
  async function* chunks() {
    for (const piece of pieces) yield encoder.encode(piece);
  }
  const messages: StreamMessage[] = [];
  for await (const message of readEventStream(chunks())) messages.push(message);
  return messages;
}

test('messages end at an empty line, whatever the chunks', async () => {
  const expected = [
    { event: 'message', data: '{"line":0}' },
    { event: 'eof', data: 'eof' },
  ];
  expect(await parse('id: 0\ndata: {"line":0}\n\nevent: eof\ndata: eof\n\n')).toEqual(expected);
  expect(await parse('id: 0\nda', 'ta: {"line":0}\n', '\neve', 'nt: eof\ndata:eof\n\n')).toEqual(expected);
});

test('comments are no messages, and several data lines are one', async () => {
  expect(await parse(': ping\n\ndata: a\ndata: b\r\n\r\n')).toEqual([{ event: 'message', data: 'a\nb' }]);
});

test('what was cut off before its empty line is dropped, as browsers do', async () => {
  expect(await parse('data: whole\n\ndata: half\n')).toEqual([{ event: 'message', data: 'whole' }]);
});

import type { Send, WireRequest } from '@mosaic/contracts/wire';

/** An answer without what differs between any two: times, numbers, ids. Two answers of one shape tell a caller the same. */
export interface Shape {
  status: number;
  headers: string[];
  body: string;
}

/** An answer as it came, with its shape. */
export interface Answer {
  text: string;
  shape: Shape;
}

/** Headers that come with any answer of a connection. */
const CONNECTION = new Set(['connection', 'keep-alive', 'date', 'transfer-encoding', 'content-length']);

/** Sends a request; `names` are the words of the request itself that the answer may repeat. */
export async function ask(send: Send, request: WireRequest, names: readonly string[]): Promise<Answer> {
  const response = await send(request);
  const text = await response.text();
  const headers = Object.entries(response.headers)
    .filter(([name]) => !CONNECTION.has(name))
    .map(([name, value]) => `${name}: ${mask(value, names)}`)
    .toSorted();
  return { text: `${JSON.stringify(response.headers)}\n${text}`, shape: { status: response.status, headers, body: mask(text, names) } };
}

/** Puts "<name>" for each given word, and "#" for ids, digests and numbers. */
export function mask(text: string, names: readonly string[]): string {
  let masked = text;
  for (const name of names.toSorted((one, other) => other.length - one.length)) masked = masked.replaceAll(name, '<name>');
  return masked
    .replaceAll(/[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, '#')
    .replaceAll(/\b[0-9a-f]{7,64}\b/g, '#')
    .replaceAll(/\d+/g, '#');
}

import { z } from 'zod';

import type { Ready } from './foreground.ts';

/** What a server in the background tells the `mosaic up --detach` that started it, once, on the channel between them. */
export const StartWord = z.union([
  z.object({ ready: z.object({ publicUrl: z.string(), port: z.number(), pid: z.number(), mayBeSignedIn: z.boolean() }) }),
  z.object({ failed: z.string() }),
]);
export type StartWord = z.infer<typeof StartWord>;

export function readyWord({ publicUrl, port, link }: Ready): StartWord {
  return { ready: { publicUrl, port, pid: process.pid, mayBeSignedIn: link !== null } };
}

/** Says the word and lets go of the channel. Without a starter, e.g. in an image, there is nobody to tell. */
export function tellStarter(word: StartWord): Promise<void> {
  return new Promise((resolve) => {
    if (process.send === undefined || !process.connected) return resolve();
    process.send(word, () => {
      if (process.connected) process.disconnect();
      resolve();
    });
  });
}

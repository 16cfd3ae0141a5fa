import { createSend } from '@mosaic/platform/http';
import type { Stack } from '@mosaic/platform/lifecycle';

import { createCaller, type Caller } from './caller.ts';
import type { Recorder } from './recorder.ts';

/** Those who ask a service of ours for its own operations, by the secrets that they bear; '' for nobody. */
export function callersAt(stack: Stack, url: string, recorder: Recorder): (secret: string) => Caller {
  return (secret) => {
    const headers: Record<string, string> = secret === '' ? {} : { authorization: `Bearer ${secret}` };
    return createCaller({ send: stack.use(createSend({ baseUrl: url, headers: () => headers })), prefix: '', recorder, isStrict: true });
  };
}

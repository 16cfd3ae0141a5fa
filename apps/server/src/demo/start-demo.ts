import type { StartedDemo } from '@mosaic/contracts/mosaic';
import type { Log } from '@mosaic/platform/log';

import { runDemo } from './run-demo.ts';

/** Where the demo reaches the stack that it runs in. */
interface DemoPlaces {
  publicUrl: string;
  edgeUrl: string;
  mcpUrl: string;
}

/** Runs the demo inside the server: answers once the platform knows the push, and follows the rest in the background. */
export function demoOf(
  places: DemoPlaces,
  log: Log,
): (asker: { login: string; token: string }) => Promise<StartedDemo & { ended: Promise<void> }> {
  return async (asker) => {
    const pushed = Promise.withResolvers<StartedDemo>();
    const whole = runDemo({ ...places, ...asker, onChange: pushed.resolve });
    // A demo that fails before its push fails the call; later, it is told by its journey.
    whole.catch(pushed.reject);
    const ended = whole.then(
      () => undefined,
      (error: unknown) => log.warn({ err: error, login: asker.login }, 'a demo did not come to its end'),
    );
    return { ...(await pushed.promise), ended };
  };
}

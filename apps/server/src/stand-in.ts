import { MosaicError } from '@mosaic/platform/errors';
import { createHttpApp, listen, PROBE_PATHS, type Listening } from '@mosaic/platform/http';
import type { Service } from '@mosaic/platform/lifecycle';
import type { Log } from '@mosaic/platform/log';

interface Place {
  port: number;
  hosts: readonly string[];
  /** Whether a host is a site's, where no path is ours. */
  isSite: (host: string) => boolean;
  log: Log;
}

/** Answers for a service that is down: its probes tell that, everything else is 503 in words. The reason may name files, so only administrators are told it. */
export async function standInFor(service: Service, { port, hosts, isSite, log }: Place): Promise<Listening> {
  const app = createHttpApp({ name: service.name, log, hosts, health: () => service.health() });
  app.addHook('onRequest', async (request) => {
    if (!PROBE_PATHS.has(request.url.split('?', 1)[0] ?? '') || isSite(request.headers.host ?? ''))
      throw new MosaicError(
        'unavailable',
        `The service ${service.name} is down at the moment and is tried again by itself. An administrator sees why on the system page or with "mosaic status".`,
      );
  });
  return listen(app, { port });
}

import { MosaicError } from '@mosaic/platform/errors';
import { createHttpApp, listen } from '@mosaic/platform/http';
import type { Service } from '@mosaic/platform/lifecycle';
import type { Log } from '@mosaic/platform/log';

const PROBES: ReadonlySet<string> = new Set(['/healthz', '/readyz', '/metrics']);

/** Answers for a service that is down: its probes tell the reason, everything else is 503 in words. The reason may name files, so only administrators are told it. */
export async function standInFor(
  service: Service,
  { port, hosts, log }: { port: number; hosts: readonly string[]; log: Log },
): Promise<AsyncDisposable> {
  const app = createHttpApp({ name: service.name, log, hosts, health: () => service.health() });
  app.addHook('onRequest', async (request) => {
    if (!PROBES.has(request.url.split('?', 1)[0] ?? ''))
      throw new MosaicError(
        'unavailable',
        `The service ${service.name} is down at the moment and is tried again by itself. An administrator sees why on the system page or with "mosaic status".`,
      );
  });
  return listen(app, { port });
}

import type { SystemStatus } from '@mosaic/contracts/mosaic';
import type { Service } from '@mosaic/platform/lifecycle';

export const VERSION = '0.1.0';

/** How long a service may take to say how it is, ms. */
const PATIENCE_MS = 3_000;

/** Health of every service; one that does not answer in time is down, and says so. */
export async function collectStatus(services: readonly Service[], startedAt: number): Promise<SystemStatus> {
  const states = await Promise.all(
    services.map(async (service): Promise<SystemStatus['services'][number]> => {
      const url = service.listeners[0]?.url ?? '';
      const health = await Promise.race([
        service.health().catch((error: unknown) => ({ state: 'down' as const, reason: String(error) })),
        patience(),
      ]);
      return { name: service.name, url, state: health.state, ...(health.state === 'ok' ? {} : { reason: health.reason }) };
    }),
  );
  return { services: states, version: VERSION, uptimeMs: Math.round(performance.now() - startedAt) };
}

function patience(): Promise<{ state: 'down'; reason: string }> {
  return new Promise((resolve) => {
    setTimeout(() => resolve({ state: 'down', reason: `did not say how it is within ${PATIENCE_MS} ms` }), PATIENCE_MS).unref();
  });
}

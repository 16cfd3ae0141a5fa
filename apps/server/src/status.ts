import { isEssential, SERVICES, type ParkedEvent, type ServiceName, type SystemStatus } from '@mosaic/contracts/mosaic';
import type { Health, Service } from '@mosaic/platform/lifecycle';

export const VERSION = '0.1.0';

/** How long a service may take to say how it is, ms. */
const PATIENCE_MS = 3_000;

/** Health of every service; one that does not answer in time is down, and says so; one whose neighbour is down does part of its work. */
export async function collectStatus(services: readonly Service[], startedAt: number): Promise<SystemStatus> {
  const healths = new Map(
    await Promise.all(
      services.map(async (service): Promise<[string, Health]> => {
        const health = service.health().catch((error: unknown): Health => ({ state: 'down', reason: String(error) }));
        return [service.name, await Promise.race([health, patience()])];
      }),
    ),
  );
  const parked = await collectParked(services);
  const hasParked = new Set(parked.map(({ service }) => service));
  const reasons = new Map(
    await Promise.all(services.map(async ({ name, events }) => [name, hasParked.has(name) ? await parkedWords(events) : null] as const)),
  );
  const states = services.map((service): SystemStatus['services'][number] => {
    const own = healths.get(service.name) ?? { state: 'down', reason: 'It is not part of this stack.' };
    const health = withNeighbours(service.name, own, healths);
    const follows =
      health !== own ? 'neighbour' : health.state !== 'ok' && health.reason === reasons.get(service.name) ? 'parked' : undefined;
    const note = service.note?.() ?? null;
    return {
      name: service.name,
      url: service.listeners[0]?.url ?? '',
      state: health.state,
      ...(health.state === 'ok' ? {} : { reason: health.reason }),
      ...(follows === undefined ? {} : { follows }),
      ...(note === null ? {} : { note }),
    };
  });
  return { services: states, parked, version: VERSION, uptimeMs: Math.round(performance.now() - startedAt) };
}

/** What the services' consumers have parked; nothing of one that cannot say. */
export async function collectParked(services: readonly Service[]): Promise<ParkedEvent[]> {
  const found = await Promise.all(
    services.map(async ({ name, events }) => {
      const parked = (await events?.parked().catch(() => [])) ?? [];
      return parked.map((event) => ({ service: name, ...event }));
    }),
  );
  return found.flat();
}

/** Accounts is not asked about: all need it, and without it there is no stack. */
function withNeighbours(name: ServiceName, own: Health, healths: ReadonlyMap<string, Health>): Health {
  const down = SERVICES[name].needs.filter((need) => !isEssential(need) && healths.get(need)?.state === 'down');
  return own.state === 'ok' && down.length > 0 ? { state: 'degraded', reason: `It needs ${down.join(' and ')}, which is down.` } : own;
}

/** What a service says of the events that it has parked; null where it cannot say. */
async function parkedWords(events: Service['events']): Promise<string | null> {
  return (await events?.trouble().catch(() => null)) ?? null;
}

function patience(): Promise<Health> {
  return new Promise((resolve) => {
    setTimeout(() => resolve({ state: 'down', reason: `did not say how it is within ${PATIENCE_MS} ms` }), PATIENCE_MS).unref();
  });
}

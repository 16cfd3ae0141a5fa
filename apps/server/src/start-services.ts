import { isEssential, START_STEPS } from '@mosaic/contracts/mosaic';
import { MosaicError } from '@mosaic/platform/errors';
import { Stack, type Service } from '@mosaic/platform/lifecycle';
import type { Log } from '@mosaic/platform/log';
import { backoff, pause } from '@mosaic/platform/waiting';

/** Pauses between two tries to start a service. */
const PAUSES_MS = { first: 5_000, last: 60_000 };

interface StartOptions {
  log: Log;
  /** Answers at the doors of a service that is down, until disposed. */
  standIn: (service: Service) => Promise<AsyncDisposable>;
  firstPauseMs?: number;
}

/**
 * Starts the services in the order of their needs. One that cannot start does not keep the others from it: it is down with the
 * reason, its doors say so, and it is tried again until it starts. Disposing ends the tries; it comes before the services' own end.
 */
export async function startServices(services: readonly Service[], options: StartOptions): Promise<AsyncDisposable> {
  const retries = new Stack();
  try {
    for (const names of START_STEPS)
      await Promise.all(services.filter(({ name }) => names.includes(name)).map((service) => startOne(service, options, retries)));
  } catch (error) {
    await retries[Symbol.asyncDispose]();
    throw error;
  }
  return retries;
}

async function startOne(service: Service, options: StartOptions, retries: Stack): Promise<void> {
  const begunAt = performance.now();
  try {
    await service.start();
    options.log.debug({ service: service.name, elapsedMs: Math.round(performance.now() - begunAt) }, 'started');
  } catch (error) {
    if (isEssential(service.name)) throw cannotStart(service, error);
    options.log.error({ err: error, service: service.name }, 'a service could not start; the others go on, and it is tried again');
    const stop = new AbortController();
    const ended = tryAgain(service, { ...options, signal: stop.signal });
    retries.defer(async () => {
      stop.abort();
      await ended;
    });
  }
}

async function tryAgain(
  service: Service,
  { log, standIn, firstPauseMs = PAUSES_MS.first, signal }: StartOptions & { signal: AbortSignal },
): Promise<void> {
  for (let failures = 1; ; failures++) {
    const door = await standIn(service).catch((error: unknown) => {
      log.warn({ err: error, service: service.name }, 'the doors of a service that is down cannot say so');
      return null;
    });
    await pause(backoff({ ...PAUSES_MS, first: firstPauseMs }, failures), signal);
    await door?.[Symbol.asyncDispose]();
    if (signal.aborted) return;
    try {
      await service.start();
      log.info({ service: service.name }, 'a service that was down has started');
      return;
    } catch (error) {
      log.warn({ err: error, service: service.name }, 'a service still cannot start');
    }
  }
}

function cannotStart({ name }: Service, cause: unknown): MosaicError {
  if (cause instanceof MosaicError) return new MosaicError(cause.code, `${name} could not start: ${cause.message}`, { cause });
  return new MosaicError('internal', `${name} could not start: ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
}

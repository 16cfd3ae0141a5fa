import { MosaicError } from '@mosaic/platform/errors';
import type { Caller } from '@mosaic/platform/identity';

/**
 * Whoever has an application can ask people to let it in, for whatever they may do: a token for some repositories, or for one task,
 * registers and changes none. @throws MosaicError `forbidden`.
 */
export function requireMayChangeApplications(caller: Pick<Caller, 'builtIn' | 'repositories' | 'attempt'>): void {
  if (caller.builtIn) throw new MosaicError('forbidden', "The platform's own services and agents register no applications.");
  if (caller.repositories !== null || caller.attempt !== null)
    throw new MosaicError('forbidden', 'A token for some repositories, or for one task, registers and changes no applications.');
}

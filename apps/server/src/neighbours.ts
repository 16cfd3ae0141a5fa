import { NEIGHBOURS, type ListenerName, type NeighbourName, type Ports, type ServiceName } from '@mosaic/contracts/mosaic';
import type { Send } from '@mosaic/contracts/wire';
import { createSend } from '@mosaic/platform/http';
import type { Stack } from '@mosaic/platform/lifecycle';

/** Where a listener is for our own code: always 127.0.0.1, since not every resolver knows localhost's names. */
export function originOf(ports: Readonly<Ports>, listener: ListenerName): string {
  return `http://127.0.0.1:${ports[listener]}`;
}

/** A service's ways to the others. */
export type Neighbours<Name extends ServiceName> = Record<Exclude<NeighbourName, Name>, Send>;

/** One service's ways to its neighbours: a pool to each, with that service's own token, which is read at each call. */
export function neighboursOf<Name extends ServiceName>(
  service: Name,
  { ports, token, stack }: { ports: Readonly<Ports>; token: () => string; stack: Stack },
): Neighbours<Name> {
  const headers = () => ({ authorization: `Bearer ${token()}` });
  const others = NEIGHBOURS.filter((name) => name !== service);
  const sends = others.map((name) => [name, stack.use(createSend({ baseUrl: originOf(ports, name), headers }))]);
  return Object.fromEntries(sends) as Neighbours<Name>;
}

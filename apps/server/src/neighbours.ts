import type { Ports } from '@mosaic/platform/config';
import { createSend } from '@mosaic/platform/http';
import type { Stack } from '@mosaic/platform/lifecycle';
import type { Send } from '@mosaic/contracts/wire';

/** The doors that services call each other at. */
export type DoorName = 'accounts' | 'forge' | 'ci' | 'mcp';

/** Where a door is for our own code: always 127.0.0.1, since not every resolver knows localhost's names. */
export function originOf(ports: Readonly<Ports>, door: DoorName | 'sites'): string {
  return `http://127.0.0.1:${ports[door]}`;
}

/** One service's ways to its neighbours: a pool to each, with that service's own token, which is read at each call. */
export function neighboursOf(ports: Readonly<Ports>, token: () => string, stack: Stack): (door: DoorName) => Send {
  const made = new Map<DoorName, Send>();
  const headers = () => ({ authorization: `Bearer ${token()}` });
  return (door) => {
    const known = made.get(door);
    if (known !== undefined) return known;
    const send = stack.use(createSend({ baseUrl: originOf(ports, door), headers }));
    made.set(door, send);
    return send;
  };
}

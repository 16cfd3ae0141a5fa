import { SERVICES, type OpenDoor } from '@mosaic/contracts/mosaic';
import type { Destination, Route } from '@mosaic/engines/proxy';

/** Gitea's own paths that are no pages: git's smart HTTP, LFS, the REST API and its description. */
const FORGE_PATHS =
  /^\/(?:api\/v1(?:\/|$)|swagger\.v1\.json$|[^/]+\/[^/]+\/(?:info\/(?:refs|lfs)|git-upload-pack|git-receive-pack|git-upload-archive)(?:\/|$))/;

/** Where each door is. */
export type Origins = Readonly<Record<OpenDoor, string>>;

/** Host names of the edge itself: the default host, and this machine's, by which probes ask. */
export function ownHosts(publicUrl: string): string[] {
  return [...new Set([new URL(publicUrl).hostname, 'localhost', '127.0.0.1', '[::1]'])];
}

/** The platform's own routes: the default host with the forge's paths, a name for each service's door, sites by name. */
export function platformRoutes(publicUrl: string, origins: Origins): Route[] {
  const host = new URL(publicUrl).hostname;
  const to = (name: OpenDoor): Destination => ({ name, origin: origins[name] });
  const defaults = ownHosts(publicUrl).flatMap((name): Route[] => [
    { host: name, path: FORGE_PATHS, destination: to('forge') },
    { host: name, destination: to('accounts') },
  ]);
  const doors = Object.values(SERVICES).flatMap(({ hosts, door }) =>
    door === null ? [] : hosts.map((label): Route => ({ host: `${label}.${host}`, destination: to(door) })),
  );
  return [...defaults, ...doors, { host: `.${host}`, destination: to('sites') }];
}

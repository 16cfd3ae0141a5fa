/** Where requests go: a neighbour's origin, e.g. "http://127.0.0.1:3000". */
export interface Destination {
  name: string;
  origin: string;
}

/** From a host name and a path to a destination. The most specific route wins: exact host before suffix, then first listed. */
export interface Route {
  /** "git.localhost" exactly, or ".localhost" for every name below it. */
  host: string;
  /** Tested on the path without its query; absent for every path. */
  path?: RegExp;
  destination: Destination;
}

export interface RoutingTable {
  /** The destination, or null when no route fits. `host` may carry a port. */
  find(host: string, path: string): Destination | null;
}

export function createRoutingTable(routes: readonly Route[]): RoutingTable {
  const exact = new Map<string, Route[]>();
  const suffixes: Route[] = [];
  for (const route of routes) {
    if (route.host.startsWith('.')) suffixes.push(route);
    else exact.set(route.host, [...(exact.get(route.host) ?? []), route]);
  }
  suffixes.sort((left, right) => right.host.length - left.host.length);
  return {
    find(host, path) {
      const name = host.replace(/:\d+$/, '').toLowerCase();
      const own = exact.get(name)?.find((route) => route.path?.test(path) ?? true);
      const found =
        own ?? (exact.has(name) ? undefined : suffixes.find((route) => name.endsWith(route.host) && (route.path?.test(path) ?? true)));
      return found?.destination ?? null;
    },
  };
}

export { createForwarder, type Forwarder, type OutgoingHeaders } from './forwarder.ts';
export { endToEndHeaders } from './headers.ts';
export { createProxy, type Proxy, type ProxyOptions } from './proxy.ts';
export { createRoutingTable, type Destination, type Route, type RoutingTable } from './routing-table.ts';

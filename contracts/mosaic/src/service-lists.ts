import { SERVICES } from './services.ts';

type Services = typeof SERVICES;
export type ServiceName = keyof Services;
/** Services of which a column of the table says so, e.g. those with a gateway. */
type Where<Column extends keyof Services[ServiceName], Value> = {
  [Name in ServiceName]: Services[Name][Column] extends Value ? Name : never;
}[ServiceName];

export const SERVICE_NAMES = Object.keys(SERVICES) as ServiceName[];
const where = <Name extends ServiceName>(holds: (row: Services[ServiceName], name: ServiceName) => boolean) =>
  SERVICE_NAMES.filter((name) => holds(SERVICES[name], name)) as Name[];

export type ListenerName = { [Name in ServiceName]: keyof Services[Name]['listeners'] }[ServiceName];
/** Every port of a stack. */
export type Ports = Record<ListenerName, number>;

/** The ports of a stack; `--port-base N` shifts all by N. */
export function portsOf(base: number): Ports {
  const all = Object.values(SERVICES).flatMap(({ listeners }) => Object.entries(listeners));
  return Object.fromEntries(all.map(([name, port]) => [name, port + base])) as Ports;
}

/** Where tokens are presented. */
export type OpenDoor = Exclude<Services[ServiceName]['door'], null>;
export const OPEN_DOORS = Object.values(SERVICES).flatMap(({ door }): OpenDoor[] => (door === null ? [] : [door]));
/** What a token may list: a service that shows no door takes none, but may be named. */
export const DOORS = [...new Set([...SERVICE_NAMES, ...OPEN_DOORS])] as [ServiceName | OpenDoor, ...(ServiceName | OpenDoor)[]];

/** Services that others call over HTTP, at the door of the same name. */
export type NeighbourName = { [Name in ServiceName]: Services[Name]['door'] extends Name ? Name : never }[ServiceName];
export const NEIGHBOURS = where<NeighbourName>(({ door }, name) => door === name);

/** Services that the front door leads to: where people's programs and agents work. */
export type UpstreamName = Where<'gateway', string>;
export const UPSTREAMS = where<UpstreamName>(({ gateway }) => gateway !== null);

/** The path at the front door below which a service answers. */
export const gatewayOf = (name: UpstreamName): string => SERVICES[name].gateway.replace(/\/\*$/, '');

/** Services with an event feed, and those of them whose events are facts for the MCP server. */
export type FeedName = Where<'feed', string>;
export const FEEDS = where<FeedName>(({ feed }) => feed !== null);
export type FactSource = Where<'feed', 'facts'>;
export const FACT_SOURCES = where<FactSource>(({ feed }) => feed === 'facts');

/** Login of a service's own account. */
export const loginOf = (service: ServiceName): `mosaic-${ServiceName}` => `mosaic-${service}`;

export const isEssential = (service: ServiceName): boolean => 'essential' in SERVICES[service];

/** Who is started when: those of one step together, each after all that it needs; the way in last. */
export const START_STEPS: readonly (readonly ServiceName[])[] = startSteps();

function startSteps(): ServiceName[][] {
  const isWayIn = (name: ServiceName) => 'wayIn' in SERVICES[name];
  const steps: ServiceName[][] = [];
  let left = SERVICE_NAMES.filter((name) => !isWayIn(name));
  while (left.length > 0) {
    const waiting = new Set<string>(left);
    const ready = left.filter((name) => !SERVICES[name].needs.some((need) => waiting.has(need)));
    if (ready.length === 0) throw new Error(`These services need each other: ${left.join(', ')}.`);
    steps.push(ready);
    left = left.filter((name) => !ready.includes(name));
  }
  return [...steps, SERVICE_NAMES.filter(isWayIn)];
}

import type { Permission, WidePermission } from './grants.ts';
import type { Role } from './principal.ts';
import { AGENT_ROLE_NAMES, PERSON_ROLES, type Action } from './roles.ts';
import { FACT_SOURCES, FEEDS, loginOf, SERVICE_NAMES, type ServiceName } from './service-lists.ts';
import { SERVICES } from './services.ts';

type Ceiling = readonly (Permission | WidePermission)[];
type Entry = Readonly<Record<string, Action | undefined>>;

/** The most that a token or session of each role carries, as the resources say. */
const BY_ROLE = Object.fromEntries([
  ...PERSON_ROLES.map((role): [string, Ceiling] => [role, role === 'administrator' ? ['*:*:*'] : allowing((entry) => entry[role])]),
  ...AGENT_ROLE_NAMES.map((role): [string, Ceiling] => [role, allowing((entry) => entry[role] ?? entry['agent'])]),
]) as Record<Exclude<Role, 'service'>, Ceiling>;

/** What each of the platform's own service accounts carries. */
const BY_LOGIN: ReadonlyMap<string, Ceiling> = new Map(
  SERVICE_NAMES.map((name): [string, readonly Permission[]] => [loginOf(name), [...SERVICES[name].carries, ...followed(name)]]),
);

/** The ceiling of a principal; a service account that is not ours carries nothing. */
export function ceilingOf({ role, login }: { role: Role; login: string }): Ceiling {
  return role === 'service' ? (BY_LOGIN.get(login) ?? []) : BY_ROLE[role];
}

function allowing(actionOf: (entry: Entry) => Action | undefined): Permission[] {
  return SERVICE_NAMES.flatMap((service) =>
    Object.entries<Entry>(SERVICES[service].resources).flatMap(([resource, entry]) => {
      const action = actionOf(entry);
      return action === undefined ? [] : [`${service}:${resource}:${action}` as Permission];
    }),
  );
}

function followed(name: ServiceName): Permission[] {
  const row = SERVICES[name];
  if (!('follows' in row)) return [];
  const feeds = row.follows === 'audit' ? FEEDS.filter((feed) => feed !== name) : FACT_SOURCES;
  return feeds.map((feed): Permission => `${feed}:feed:admin`);
}

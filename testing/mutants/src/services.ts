import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

import { SERVICE_NAMES, type ServiceName } from '@mosaic/contracts/mosaic';
import type { Operation } from '@mosaic/platform/http';

import { operationTargets } from './operations.ts';
import { policyTargets, type ReplaceModule } from './policies.ts';
import type { Target } from './target.ts';
import { toolTargets } from './tools.ts';

const ROOT = join(import.meta.dirname, '../../..');
const SERVICES = join(ROOT, 'services');
const pathIn = (service: ServiceName, file: string): string => join(SERVICES, service, 'src', file);

/* eslint-disable-next-line @typescript-eslint/no-explicit-any -- whatever their context is */
type AnyOperation = Operation<any>;

/** The lists of operations that a service serves, by their names; none where it has no operation. */
export async function operationLists(service: ServiceName): Promise<Record<string, readonly AnyOperation[]>> {
  const routes = pathIn(service, 'api/routes.ts');
  const exported = existsSync(routes) ? ((await import(routes)) as Record<string, readonly AnyOperation[]>) : {};
  return Object.fromEntries(Object.entries(exported).filter(([name]) => name.endsWith('OPERATIONS')));
}

/** The suites of requirements that a service is held to: its own, and those of the dialects that it speaks. */
export function suitesOf(service: ServiceName): string[] {
  const dialects = existsSync(pathIn(service, 'api')) ? readdirSync(pathIn(service, 'api')) : [];
  return [service, ...dialects].map((name) => `testing/conformance/${name}/${name}.test.ts`).filter((path) => existsSync(join(ROOT, path)));
}

/** The services of which something can be broken. */
export const MUTATED_SERVICES: readonly ServiceName[] = SERVICE_NAMES.filter((service) => existsSync(pathIn(service, 'api/routes.ts')));

/**
 * The rules of a service's policies. One is broken, or watched, before anything of the service is loaded.
 * @param replaceModule Not needed to know of them.
 */
export function rulesOf(service: ServiceName, replaceModule: ReplaceModule = () => {}): Target[] {
  return policyTargets(join(SERVICES, service, 'src'), replaceModule);
}

/** The operations and tools of a service, which loads it. */
export async function servedBy(service: ServiceName): Promise<Target[]> {
  const operations = Object.values(await operationLists(service)).flat();
  const tools = pathIn(service, 'tools/list.ts');
  const { TOOL_LIST = {} } = existsSync(tools) ? ((await import(tools)) as { TOOL_LIST?: Parameters<typeof toolTargets>[0] }) : {};
  return [...operationTargets(operations), ...toolTargets(TOOL_LIST)];
}

/** What of a service can be broken. */
export async function targetsOf(service: ServiceName): Promise<Target[]> {
  return [...rulesOf(service), ...(await servedBy(service))];
}

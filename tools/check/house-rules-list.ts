import { SERVICE_NAMES } from '../../contracts/mosaic/src/service-lists.ts';

/** A rule of the house that a program can see: answers what is wrong with one file, in words. */
export interface Rule {
  name: string;
  find(path: string, text: string): string[];
}

const CODE = /\.(?:ts|tsx)$/;
const KEBAB = /^(?:-|(?:\.?[a-z0-9]+(?:-[a-z0-9]+)*)(?:\.[a-z0-9-]+)*)$/;
const VAGUE = new Set(['utils', 'util', 'helpers', 'helper', 'common', 'misc', 'manager']);

/** The configuration; programs and their tests; and the one place that hands git its PATH. */
const READS_ENVIRONMENT = /^(?:platform\/config\/|apps\/|testing\/|tools\/|engines\/git\/src\/process\/)/;

/** A request written out to an operation below our own prefix or an upstream's. */
const RAW_REQUEST = /\bmethod: '[A-Z]+',\s*path: [`'"]\/(?:-|api)\//;
/** Contracts make requests, a service states how it answers one, tests ask what no client would. */
const WRITES_REQUESTS = /^(?:contracts|testing)\/|^services\/[^/]+\/src\/api\/|\/tests\/|\.test\.tsx?$|^tools\/check\//;
/** Where a service is spoken to: handlers say who may, call once and present; rows are read and written in the aggregates. */
const DOORS = /^services\/[^/]+\/src\/(?:api|tools)\//;

/** Three services in a row, in a list or a union. */
const SERVICE = `'(?:${SERVICE_NAMES.join('|')})'`;
const LISTS_SERVICES = new RegExp(`(?:${SERVICE}\\s*[,|]\\s*){2}${SERVICE}`);

/** Style rules 18 and 19, and what may only stand in one place. */
export const RULES: readonly Rule[] = [
  {
    name: 'kebab-case names',
    find: (path) =>
      path
        .split('/')
        .filter((part) => !/^(?:README|LICENSE|Dockerfile)/.test(part) && !KEBAB.test(part))
        .map((part) => `"${part}" is not in kebab case`),
  },
  {
    name: 'no vague folders',
    find: (path) =>
      path
        .split('/')
        .map((part) => part.replace(/\..*$/, ''))
        .filter((part) => VAGUE.has(part))
        .map((part) => `"${part}" says nothing; name what it holds`),
  },
  {
    name: 'no work left for later',
    find: (path, text) =>
      CODE.test(path) && !path.startsWith('tools/check/') && /\b(?:TODO|FIXME|XXX)\b|@todo\b/.test(text) ? ['holds a to-do'] : [],
  },
  {
    name: 'named exports',
    find: (path, text) =>
      CODE.test(path) && !path.endsWith('.config.ts') && /^export default /m.test(text) ? ['has a default export'] : [],
  },
  {
    name: 'the environment is read in one place',
    find: (path, text) =>
      CODE.test(path) && /process\.env\b/.test(text) && !READS_ENVIRONMENT.test(path) && !/(?:\.test\.ts$|\/tests\/)/.test(path)
        ? ['reads process.env; take the value from the configuration']
        : [],
  },
  {
    name: 'operations are called by their data',
    find: (path, text) =>
      CODE.test(path) && RAW_REQUEST.test(text) && !WRITES_REQUESTS.test(path)
        ? ['writes out a request; call the operation by its datum, as nativeCalls(send).call(getPrincipal, { login })']
        : [],
  },
  {
    name: 'no SQL at the doors',
    find: (path, text) =>
      DOORS.test(path) && /\b(?:selectFrom|insertInto|updateTable|deleteFrom)\(|\bsql[`<]/.test(text)
        ? ["holds SQL; put it into the aggregate's reader or writer"]
        : [],
  },
  {
    name: 'services are listed in one place',
    find: (path, text) =>
      CODE.test(path) &&
      LISTS_SERVICES.test(text) &&
      path !== 'contracts/mosaic/src/services.ts' &&
      !/(?:\/tests\/|\.test\.tsx?$)/.test(path)
        ? ['lists services; derive the list from the rows of SERVICES (contracts/mosaic/src/service-lists.ts)']
        : [],
  },
  {
    name: 'no sleeping in tests',
    find: (path, text) =>
      /\.test\.tsx?$/.test(path) &&
      !path.startsWith('tools/check/') &&
      /await (?:sleep|delay)\(\d{3,}\)|setTimeout\(resolve, \d{4,}\)/.test(text)
        ? ['waits for a time instead of a condition']
        : [],
  },
];

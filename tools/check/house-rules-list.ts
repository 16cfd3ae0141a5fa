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

/** Words of our own for what the field has a word for, at the end of a name that is declared. */
const OWN_WORDS: Readonly<Record<string, string>> = {
  House: 'Context',
  Life: 'Lifecycle',
  Turns: 'KeyedQueue',
  Telling: 'Notice',
  Looker: 'Reader',
  Desk: 'Settlement',
  Hopeless: 'PermanentError',
  Upkeep: 'Maintenance',
  Beginning: 'Options',
};
const DECLARES_OWN_WORD = new RegExp(`\\b(?:interface|type|class|function|const) \\w*(${Object.keys(OWN_WORDS).join('|')})\\b`);
const PRODUCT = /^(?:contracts|platform|engines|services|apps)\//;

/** An aggregate's reader or writer, and what alone writes rows. */
const AGGREGATE = /^export class (\w+(?:Reader|Writer))\b/m;
const WRITES_ROWS = /\.transact\(|\b(?:insertInto|updateTable|deleteFrom)\(/;

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
    name: 'a reader or writer stands in the file of its name',
    find(path, text) {
      const name = AGGREGATE.exec(text)?.[1];
      const file = name?.replaceAll(/(?<=[a-z])(?=[A-Z])/g, '-').toLowerCase();
      return name !== undefined && /^services\/[^/]+\/src\//.test(path) && !path.endsWith(`/${file}.ts`)
        ? [`${name} belongs in ${file}.ts`]
        : [];
    },
  },
  {
    name: 'a reader only reads',
    find: (path, text) =>
      /^services\/.*-reader\.ts$/.test(path) && WRITES_ROWS.test(text) ? ["writes rows; put it into the aggregate's writer"] : [],
  },
  {
    name: "names in the field's words",
    find(path, text) {
      const [, word = ''] = (CODE.test(path) && PRODUCT.test(path) && DECLARES_OWN_WORD.exec(text)) || [];
      return word === '' ? [] : [`declares a name with "${word}"; the field says ${OWN_WORDS[word]}`];
    },
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
    name: 'no module mocks',
    find: (path, text) =>
      CODE.test(path) && !/^(?:testing\/mutants|tools\/check)\//.test(path) && /\bvi\.(?:mock|doMock)\(/.test(text)
        ? ['mocks a module; enter by the front door, and let a fake speak the wire (testing/fakes)']
        : [],
  },
  {
    name: 'every test runs',
    find: (path, text) =>
      /\.test\.tsx?$/.test(path) && !path.startsWith('tools/check/') && /\b(?:test|it|describe)(?:\.\w+)*\.(?:only|todo)\b/.test(text)
        ? ['keeps other tests from running, or says one that is not there']
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

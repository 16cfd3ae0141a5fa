import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';

import { parse, stringify } from 'yaml';
import { z } from 'zod';

import { portsOf, type Ports } from '@mosaic/contracts/mosaic';
import { MosaicError } from '@mosaic/platform/errors';

/** Ports above 3000 that browsers and fetch refuse to open (Fetch standard, "port blocking"). */
const BLOCKED_PORTS = new Set([3659, 4045, 4190, 5060, 5061, 6000, 6566, 6665, 6666, 6667, 6668, 6669, 6679, 6697, 10_080]);

/** The port that a base would put where no browser goes, or null when all are fine. */
export function blockedPort(base: number): number | null {
  return Object.values(portsOf(base)).find((port) => BLOCKED_PORTS.has(port)) ?? null;
}

/** Keys of `mosaic.yaml`; each but those `inFileOnly` has a variable too: `maxPushMib` is `MOSAIC_MAX_PUSH_MIB`. */
export type Section = Readonly<Record<string, z.ZodType>>;

/** What concerns the whole installation. */
const WHOLE = {
  portBase: z.coerce.number().int().min(0).max(20_000).default(0),
  /** Address that the edge listens on beyond loopback; needs `url`. */
  listen: z.union([z.literal(''), z.ipv4(), z.ipv6()], 'must be an IP address of this machine, e.g. 0.0.0.0').default(''),
  /** The address that people use, when it is not http://localhost:<port>. */
  url: z.union([z.literal(''), z.url({ protocol: /^https?$/ })]).default(''),
  logLevel: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
  /** Holds every answer to its contract and refuses to send one that differs; for those who work on the platform. */
  checkAnswers: z.union([z.boolean(), z.stringbool()]).default(false),
};
type Whole = z.output<z.ZodObject<typeof WHOLE>>;

type Sections = Readonly<Record<string, Section>>;
type Together<Each> = (Each extends unknown ? (one: Each) => void : never) extends (all: infer All) => void ? All : never;
/** All sections' keys as one. */
type Settings<S extends Sections> = Whole & Together<{ [Name in keyof S]: { [Key in keyof S[Name]]: z.output<S[Name][Key]> } }[keyof S]>;

/** What follows from the settings of the whole installation. */
interface Places {
  readonly home: string;
  /** Folder of running workflows; steps see their own part of it, under other names. */
  readonly workRoot: string;
  readonly ports: Readonly<Ports>;
  /** The one address people see, without a trailing slash. */
  readonly publicUrl: string;
  /** Host names that listeners answer for. */
  readonly hosts: readonly string[];
}

interface Secrets {
  /** The first administrator's password; null when it is to be generated. */
  readonly adminPassword: string | null;
}

interface Loaded<C = Whole> {
  config: Readonly<C> & Places;
  secrets: Secrets;
}

interface LoadOptions {
  home?: string;
  environment?: NodeJS.ProcessEnv;
  /** By key; those that are undefined were not given. */
  flags?: Readonly<Record<string, unknown>>;
}

/** Known, but read elsewhere: the launcher, the tests, and in each step of a pipeline, where a stack may be started too. */
const OTHER_VARIABLES = new Set([
  'MOSAIC_HOME',
  'MOSAIC_ADMIN_PASSWORD',
  'MOSAIC_TEST_REQUIRE',
  'MOSAIC_NODE',
  'MOSAIC_WORK_ROOT',
  'MOSAIC_HANDOVER',
]);

/**
 * A reader of the configuration whose schema is made of the services' sections, by service. It reads flags over variables over the
 * file over the defaults; all faults are reported at once, as `invalid_input`. This is the one place that reads the environment.
 */
export function configLoader<const S extends Sections>(sections: S): (options?: LoadOptions) => Loaded<Settings<S>> {
  const all = [WHOLE as Section, ...Object.values(sections)].flatMap((section) => Object.entries(section));
  const keys = new Map(all);
  if (keys.size !== all.length) throw new Error('Two sections of the configuration have a key of the same name.');
  const schema = z.strictObject(Object.fromEntries(keys)) as z.ZodType<unknown> as z.ZodType<Whole>;
  const variables = new Map(all.flatMap(([key, type]) => (type.meta()?.['inFileOnly'] === true ? [] : [[variableOf(key), key] as const])));
  return (options = {}) => load(options, { schema, variables }) as Loaded<Settings<S>>;
}

const variableOf = (key: string): string => `MOSAIC_${key.replace(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase()}`;

function load(
  { home, environment = process.env, flags = {} }: LoadOptions,
  { schema, variables }: { schema: z.ZodType<Whole>; variables: ReadonlyMap<string, string> },
): Loaded {
  const named = home ?? environment.MOSAIC_HOME ?? join(homedir(), '.mosaic');
  if (named.trim() === '')
    throw new MosaicError('invalid_input', 'The home is empty: name a folder with --home DIR or MOSAIC_HOME, or leave both out.');
  const folder = resolve(named);
  const faults: { path: string; message: string }[] = [];
  const file = join(folder, 'mosaic.yaml');
  const fromFile = { ...readSettings(rememberedFile(folder), faults), ...readSettings(file, faults) };
  const fromEnvironment: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(environment)) {
    if (!name.startsWith('MOSAIC_') || value === undefined) continue;
    const key = variables.get(name);
    if (key !== undefined) fromEnvironment[key] = value;
    else if (!OTHER_VARIABLES.has(name)) faults.push({ path: name, message: 'is not a setting; look in docs/reference/configuration.md' });
  }
  const given = {
    ...fromFile,
    ...fromEnvironment,
    ...Object.fromEntries(Object.entries(flags).filter(([, value]) => value !== undefined)),
  };
  const parsed = schema.safeParse(given);
  if (!parsed.success) faults.push(...parsed.error.issues.map((issue) => ({ path: issue.path.join('.') || file, message: issue.message })));
  if (parsed.success && parsed.data.listen !== '' && !parsed.data.url.startsWith('https://')) {
    faults.push({
      path: 'listen',
      message: 'needs --url https://…, the address that people use: beyond loopback a proxy that ends TLS must stand in front',
    });
  }
  const blocked = parsed.success ? blockedPort(parsed.data.portBase) : null;
  if (blocked !== null)
    faults.push({ path: 'portBase', message: `would use port ${blocked}, which browsers refuse to open; choose another` });
  const password = environment.MOSAIC_ADMIN_PASSWORD;
  if (password !== undefined && password.length < 12)
    faults.push({ path: 'MOSAIC_ADMIN_PASSWORD', message: 'must have at least 12 characters' });
  if (!parsed.success || faults.length > 0) {
    throw new MosaicError(
      'invalid_input',
      `The configuration has ${faults.length === 1 ? 'a fault' : `${faults.length} faults`}:\n${faults.map((fault) => `  ${fault.path}: ${fault.message}`).join('\n')}`,
      { faults },
    );
  }
  return { config: complete(folder, parsed.data, environment), secrets: Object.freeze({ adminPassword: password ?? null }) };
}

function complete(home: string, settings: Whole, environment: NodeJS.ProcessEnv): Whole & Places {
  const ports = portsOf(settings.portBase);
  const publicUrl = (settings.url === '' ? `http://localhost:${ports.edge}` : settings.url).replace(/\/$/, '');
  const own = new URL(publicUrl).hostname;
  return Object.freeze({
    ...settings,
    home,
    ports: Object.freeze(ports),
    publicUrl,
    workRoot: environment.MOSAIC_WORK_ROOT ?? join(home, 'work'),
    hosts: Object.freeze([...new Set(['localhost', '127.0.0.1', '[::1]', '.localhost', own, `.${own}`])]),
  });
}

function readSettings(file: string, faults: { path: string; message: string }[]): Record<string, unknown> {
  if (!existsSync(file)) return {};
  try {
    const value: unknown = parse(readFileSync(file, 'utf8')) ?? {};
    if (typeof value === 'object' && !Array.isArray(value)) return value as Record<string, unknown>;
    faults.push({ path: file, message: 'must hold keys and values' });
  } catch (error) {
    faults.push({ path: file, message: (error as Error).message });
  }
  return {};
}

const rememberedFile = (home: string) => join(home, 'remembered.yaml');

/** Keeps what `up` was told about ports and addresses, so that later commands and starts on this home agree. */
export function rememberSettings(home: string, settings: Readonly<Record<string, string | number>>): void {
  mkdirSync(home, { recursive: true, mode: 0o700 });
  const kept = { ...readSettings(rememberedFile(home), []), ...settings };
  writeFileSync(rememberedFile(home), `# Written by "mosaic up"; mosaic.yaml overrides it.\n${stringify(kept)}`, { mode: 0o600 });
}

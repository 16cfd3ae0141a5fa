import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';

import { parse, stringify } from 'yaml';
import { z } from 'zod';

import { Login, portsOf, type Ports } from '@mosaic/contracts/mosaic';
import { MosaicError } from '@mosaic/platform/errors';

/** Ports above 3000 that browsers and fetch refuse to open (Fetch standard, "port blocking"). */
const BLOCKED_PORTS = new Set([3659, 4045, 4190, 5060, 5061, 6000, 6566, 6665, 6666, 6667, 6668, 6669, 6679, 6697, 10_080]);

/** The port that a base would put where no browser goes, or null when all are fine. */
export function blockedPort(base: number): number | null {
  return Object.values(portsOf(base)).find((port) => BLOCKED_PORTS.has(port)) ?? null;
}

/** `mosaic.yaml` in the home and `MOSAIC_*` variables, one schema. Strict: an unknown key is a fault. */
const Settings = z.strictObject({
  portBase: z.coerce.number().int().min(0).max(20_000).default(0),
  /** Address that the edge listens on beyond loopback; needs `url`. */
  listen: z.union([z.literal(''), z.ipv4(), z.ipv6()], 'must be an IP address of this machine, e.g. 0.0.0.0').default(''),
  /** The address that people use, when it is not http://localhost:<port>. */
  url: z.union([z.literal(''), z.url({ protocol: /^https?$/ })]).default(''),
  adminUser: Login.default('root'),
  logLevel: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
  /** Largest push in MiB. */
  maxPushMib: z.coerce.number().int().min(1).max(100_000).default(2048),
  /** Private or loopback targets that webhooks may go to: `host`, `host:port`, `host:port/path` or a network; by commas in the variable. */
  webhookHosts: z
    .union([z.string().transform((list) => list.split(',')), z.array(z.string())])
    .default([])
    .transform((list) => list.map((entry) => entry.trim()).filter(Boolean)),
  /** Workflows that run at once. */
  maxWorkflows: z.coerce.number().int().min(1).max(64).default(2),
  /** Minutes after which a workflow is stopped. */
  pipelineTimeoutMinutes: z.coerce.number().int().min(1).max(1440).default(60),
  /** Folders that pipeline steps see besides the system's, read-only, e.g. a tool-chain. */
  stepPaths: z.array(z.string().startsWith('/', 'must be absolute')).default([]),
  /** Folders that the steps of every pipeline may write, e.g. a cache of packages. */
  stepCachePaths: z.array(z.string().startsWith('/', 'must be absolute')).default([]),
  /** Whether each pipeline has a network of its own or all share the machine's; left out, their own where that works. */
  stepNetwork: z.enum(['', 'private', 'shared']).default(''),
  /** Ports of this machine's loopback that steps reach from a network of their own, besides the forge's; by commas in the variable. */
  stepPorts: z
    .union([z.string().transform((list) => list.split(',').filter(Boolean).map(Number)), z.array(z.number())])
    .default([])
    .pipe(z.array(z.number().int().min(1).max(65_535)).max(100)),
  /** What one step may use; the weight is that of all steps together beside the rest of the machine. */
  stepProcesses: z.coerce.number().int().min(16).max(1_000_000).default(1024),
  stepMemoryMib: z.coerce.number().int().min(64).max(10_000_000).default(4096),
  stepCpuWeight: z.coerce.number().int().min(1).max(10_000).default(33),
  stepOpenFiles: z.coerce.number().int().min(64).max(1_000_000).default(16_384),
  stepWorkspaceMib: z.coerce.number().int().min(16).max(100_000_000).default(10_240),
  /** Holds every answer to its contract and refuses to send one that differs; for those who work on the platform. */
  checkAnswers: z.union([z.boolean(), z.stringbool()]).default(false),
});
type Settings = z.output<typeof Settings>;

export interface Config extends Readonly<Settings> {
  readonly home: string;
  /** Folder of running workflows; steps see their own part of it, under other names. */
  readonly workRoot: string;
  readonly ports: Readonly<Ports>;
  /** The one address people see, without a trailing slash. */
  readonly publicUrl: string;
  /** Host names that listeners answer for. */
  readonly hosts: readonly string[];
}

export interface Secrets {
  /** The first administrator's password; null when it is to be generated. */
  readonly adminPassword: string | null;
}

export interface Loaded {
  config: Config;
  secrets: Secrets;
}

const ENVIRONMENT: Record<string, keyof Settings> = {
  MOSAIC_PORT_BASE: 'portBase',
  MOSAIC_LISTEN: 'listen',
  MOSAIC_URL: 'url',
  MOSAIC_ADMIN_USER: 'adminUser',
  MOSAIC_LOG_LEVEL: 'logLevel',
  MOSAIC_MAX_PUSH_MIB: 'maxPushMib',
  MOSAIC_WEBHOOK_HOSTS: 'webhookHosts',
  MOSAIC_MAX_WORKFLOWS: 'maxWorkflows',
  MOSAIC_PIPELINE_TIMEOUT_MINUTES: 'pipelineTimeoutMinutes',
  MOSAIC_STEP_NETWORK: 'stepNetwork',
  MOSAIC_STEP_PORTS: 'stepPorts',
  MOSAIC_STEP_PROCESSES: 'stepProcesses',
  MOSAIC_STEP_MEMORY_MIB: 'stepMemoryMib',
  MOSAIC_STEP_CPU_WEIGHT: 'stepCpuWeight',
  MOSAIC_STEP_OPEN_FILES: 'stepOpenFiles',
  MOSAIC_STEP_WORKSPACE_MIB: 'stepWorkspaceMib',
  MOSAIC_CHECK_ANSWERS: 'checkAnswers',
};
/** Known, but read elsewhere: the launcher, the tests. */
const OTHER_VARIABLES = new Set(['MOSAIC_HOME', 'MOSAIC_ADMIN_PASSWORD', 'MOSAIC_TEST_REQUIRE', 'MOSAIC_NODE', 'MOSAIC_WORK_ROOT']);

/**
 * Reads the configuration: flags over variables over the file over the defaults. All faults are reported at once, as
 * `invalid_input`. This is the one place that reads the environment.
 */
export function loadConfig({
  home,
  environment = process.env,
  flags = {},
}: { home?: string; environment?: NodeJS.ProcessEnv; flags?: Partial<Record<keyof Settings, unknown>> } = {}): Loaded {
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
    const key = ENVIRONMENT[name];
    if (key !== undefined) fromEnvironment[key] = value;
    else if (!OTHER_VARIABLES.has(name)) faults.push({ path: name, message: 'is not a setting; look in docs/reference/configuration.md' });
  }
  const given = {
    ...fromFile,
    ...fromEnvironment,
    ...Object.fromEntries(Object.entries(flags).filter(([, value]) => value !== undefined)),
  };
  const parsed = Settings.safeParse(given);
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

function complete(home: string, settings: Settings, environment: NodeJS.ProcessEnv): Config {
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
export function rememberSettings(home: string, settings: Partial<Pick<Settings, 'portBase' | 'listen' | 'url' | 'adminUser'>>): void {
  mkdirSync(home, { recursive: true, mode: 0o700 });
  const kept = { ...readSettings(rememberedFile(home), []), ...settings };
  writeFileSync(rememberedFile(home), `# Written by "mosaic up"; mosaic.yaml overrides it.\n${stringify(kept)}`, { mode: 0o600 });
}

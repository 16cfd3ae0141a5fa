import { execFileSync } from 'node:child_process';
import { accessSync, constants, mkdirSync, statfsSync } from 'node:fs';

import type { EscapeReport } from '@mosaic/engines/pipeline';
import { loadConfig, type Config } from '@mosaic/server/config';
import { MosaicError } from '@mosaic/platform/errors';
import { verifyAudit } from '@mosaic/contracts/mosaic';

import { openControl } from '../control.ts';
import { homeOf, type AddCommand } from './command.ts';

interface Finding {
  what: string;
  ok: boolean;
  /** What was seen, or what to do. */
  detail: string;
}

/** Free space below which pushes and pipelines soon fail, bytes. */
const LEAST_FREE = 1024 ** 3;

export const addDoctor: AddCommand = (program, exit) => {
  program
    .command('doctor')
    .description('what is wrong, and how to mend it')
    .action(async (_options: object, command) => {
      const home = homeOf(command);
      const { config } = loadConfig({ home });
      const findings = [...(await machine(config.home)), ...(await fence(config)), ...(await running(home))];
      for (const { what, ok, detail } of findings) console.log(`${ok ? '✓' : '✗'} ${what}: ${detail}`);
      exit(findings.every(({ ok }) => ok) ? 0 : 1);
    });
};

async function machine(home: string): Promise<Finding[]> {
  const { checkKey } = await import('@mosaic/server');
  return [
    finding('Node.js', () => process.version),
    finding('git', () => {
      const version = execFileSync('git', ['--version'], { encoding: 'utf8' }).trim();
      const [major = 0, minor = 0] = /(\d+)\.(\d+)/.exec(version)?.slice(1).map(Number) ?? [];
      if (major < 2 || (major === 2 && minor < 38)) throw new Error(`${version} is too old; 2.38 or newer is needed. Install a newer git.`);
      return version;
    }),
    finding('home folder', () => {
      mkdirSync(home, { recursive: true, mode: 0o700 });
      accessSync(home, constants.W_OK);
      return `${home} can be written`;
    }),
    finding('key', () => checkKey(home)),
    finding('disk', () => {
      const { bavail, bsize } = statfsSync(home);
      const free = bavail * bsize;
      if (free < LEAST_FREE) throw new Error(`only ${Math.round(free / 1024 ** 2)} MiB are free; make room for repositories and logs`);
      return `${Math.round(free / 1024 ** 3)} GiB free`;
    }),
  ];
}

/** The fence as pipelines would get it, and what a hostile step gets through it, tried now. */
async function fence({ home, workRoot, ports, stepPorts, stepNetwork }: Config): Promise<Finding[]> {
  const { BACKENDS, canFence, tryEscapes } = await import('@mosaic/engines/pipeline');
  const what = 'fence of pipeline steps';
  const found = await canFence();
  const wanted = stepNetwork === '' ? undefined : stepNetwork;
  const network = { doors: [ports.forge, ...stepPorts], wanted };
  await using backend = BACKENDS.local({ workRoot, hiddenPaths: [home], network, canFence: () => Promise.resolve(found) });
  const detail = (await backend.describe()) ?? '';
  const how =
    'Allow user namespaces: sysctl -w kernel.unprivileged_userns_clone=1 (Debian) or kernel.apparmor_restrict_unprivileged_userns=0 (Ubuntu)';
  if (!found.ok) return [{ what, ok: false, detail: `${detail} ${how}` }];
  return [{ what, ok: true, detail }, await escapes(() => tryEscapes(home, found, wanted))];
}

async function escapes(attempt: () => Promise<EscapeReport>): Promise<Finding> {
  const what = 'ways out of the fence';
  try {
    const { tried, broken } = await attempt();
    if (broken.length === 0) return { what, ok: true, detail: `a hostile step tried ${tried} and got through none` };
    return {
      what,
      ok: false,
      detail: `a hostile step ${broken.join('; ')}. Let nobody push whom you would not let into this machine, and install bubblewrap and passt`,
    };
  } catch (error) {
    return { what, ok: false, detail: `they could not be tried: ${(error as Error).message}` };
  }
}

async function running(home: string | undefined): Promise<Finding[]> {
  try {
    await using control = await openControl(home);
    const status = control.info.system;
    await using person = await control.signIn();
    const audit = await person.accounts.call(verifyAudit, {});
    const parked = await control.client.parkedEvents();
    return [
      ...status.services.map(({ name, state, reason }): Finding => ({ what: name, ok: state === 'ok', detail: reason ?? state })),
      {
        what: 'audit chain',
        ok: audit.intact,
        detail: audit.intact
          ? `${audit.records} records, unbroken`
          : `broken at record ${audit.brokenAt}: someone has changed the database. Compare with a backup.`,
      },
      ...parked.map(({ service, consumer, seq, type, subject, error }): Finding => ({
        what: `event ${seq} of ${consumer} in ${service}`,
        ok: false,
        detail: `${type} ${subject} was put aside: ${error} Try again with: mosaic event replay --service ${service} --seq ${seq}`,
      })),
    ];
  } catch (error) {
    if (error instanceof MosaicError && error.code === 'unavailable') return [{ what: 'stack', ok: true, detail: 'not running' }];
    return [{ what: 'stack', ok: false, detail: (error as Error).message }];
  }
}

function finding(what: string, look: () => string, otherwise?: string): Finding {
  try {
    return { what, ok: true, detail: look() };
  } catch (error) {
    return { what, ok: false, detail: otherwise ?? (error as Error).message };
  }
}

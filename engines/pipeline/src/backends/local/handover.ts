import { spawn } from 'node:child_process';
import { Buffer } from 'node:buffer';
import { opendir } from 'node:fs/promises';
import { PassThrough, type Readable } from 'node:stream';

import { MosaicError } from '@mosaic/platform/errors';

import type { HandedOver } from '../backend.ts';
import { SYSTEM_PATH } from './command.ts';

/** Bounds of what one step hands over. */
export interface HandoverLimits {
  maxFiles: number;
  maxBytes: number;
}

/** Longest path of a file in an artifact, bytes: what every file system and archive still takes with a prefix of its own. */
const PATH_BYTES = 1024;
const NAME = /^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/;

/** One entry as find(1) tells it: type, links, size, path below the folder. */
interface Entry {
  type: string;
  links: number;
  size: number;
  path: Buffer;
}

/**
 * Lists what stands in a step's hand-over folder. The step has ended with all that it started and no other sees the folder, so
 * what is checked is what is sent. find and tar walk it from folder to folder, so no depth and no name leads them astray.
 * `asOwner` stands in front of both: {@link ownerPrefix}.
 * @throws MosaicError (`invalid_input`, `too_large`) for links, devices, sockets, bad names or too much.
 */
export async function collectArtifacts(folder: string, limits: HandoverLimits, asOwner: readonly string[] = []): Promise<HandedOver[]> {
  if (await isEmpty(folder)) return [];
  const entries = await listEntries(folder, limits, asOwner);
  const artifacts = new Map<string, Buffer[]>();
  for (const { type, path } of entries.filter((entry) => !entry.path.includes(SLASH))) {
    const name = path.toString();
    if (!NAME.test(name) || type !== 'd') {
      throw new MosaicError(
        'invalid_input',
        `${shown(path)} in the hand-over folder is no artifact; use \`mosaic artifact upload PATH --name NAME\`.`,
      );
    }
    artifacts.set(name, []);
  }
  for (const entry of entries.filter(({ path }) => path.includes(SLASH))) {
    const at = entry.path.indexOf(SLASH);
    const name = entry.path.subarray(0, at).toString();
    const path = entry.path.subarray(at + 1);
    refuseEntry(name, { ...entry, path });
    artifacts.get(name)?.push(path);
  }
  return [...artifacts]
    .toSorted(([left], [right]) => (left < right ? -1 : 1))
    .map(([name, paths]) => ({ name, tar: () => pack(`${folder}/${name}`, paths, asOwner) }));
}

/** Most steps hand over nothing; a look of our own spares them a process. What we may not read, find(1) sees as its owner. */
async function isEmpty(folder: string): Promise<boolean> {
  try {
    await using entries = await opendir(folder);
    return (await entries.read()) === null;
  } catch {
    return false;
  }
}

const SLASH = 0x2f;
const BACKSLASH = 0x5c;

function refuseEntry(name: string, { type, links, path }: Entry): void {
  const refuse = (what: string, instead = 'hand over plain files and folders only'): never => {
    throw new MosaicError('invalid_input', `The artifact ${name} holds ${shown(path)}, which ${what}; ${instead}.`);
  };
  if (type === 'l' || (type === 'f' && links > 1)) refuse('is a link');
  if (type !== 'd' && type !== 'f') refuse('is neither a file nor a folder');
  if (!Buffer.from(path.toString()).equals(path)) refuse('has a name that is not UTF-8', 'rename it');
  if (path.includes(BACKSLASH)) refuse('has a backslash in its name, which parts folders elsewhere', 'rename it');
  if (path.length > PATH_BYTES) refuse(`has a path longer than ${PATH_BYTES} bytes`, 'nest it less deeply, or pack it');
}

/** A path for people: cut, and what is no text shown as such. */
function shown(path: Buffer): string {
  const text = path.subarray(0, 200).toString();
  const isPlain = Buffer.from(text).equals(path) && !/[\p{C}]/u.test(text);
  return isPlain ? text : JSON.stringify(path.length > 200 ? `${text}…` : text);
}

/** All entries, folders before what they hold. The walk ends as soon as a limit is passed. */
async function listEntries(folder: string, limits: HandoverLimits, asOwner: readonly string[]): Promise<Entry[]> {
  const [file, ...args] = [...asOwner, 'find', folder, '-mindepth', '1', '-printf', '%y\\0%n\\0%s\\0%P\\0'];
  const child = spawn(file, args, { env: { PATH: SYSTEM_PATH }, stdio: ['ignore', 'pipe', 'pipe'] });
  const ended = new Promise<number | null>((resolve, reject) => child.once('error', reject).once('close', resolve));
  const faults: Buffer[] = [];
  child.stderr.on('data', (chunk: Buffer) => {
    if (faults.length < 10) faults.push(chunk);
  });
  const entries: Entry[] = [];
  let [left, bytes] = [limits.maxFiles, limits.maxBytes];
  try {
    for await (const [type = EMPTY, links = EMPTY, size = EMPTY, path = EMPTY] of inFours(child.stdout)) {
      const entry = { type: type.toString(), links: Number(links), size: Number(size), path };
      entries.push(entry);
      // The artifacts' own folders are not counted.
      if (path.includes(SLASH)) left -= 1;
      if (entry.type === 'f') bytes -= entry.size;
      if (left < 0) throw tooMany(nameOf(path), limits);
      if (bytes < 0) throw tooLarge(nameOf(path), limits);
    }
  } catch (error) {
    child.kill('SIGKILL');
    throw error;
  }
  if ((await ended) !== 0) {
    const words = Buffer.concat(faults).toString().replaceAll(`${folder}/`, '').split('\n', 1)[0];
    throw new MosaicError('invalid_input', `What the step handed over cannot be read: ${words}. Make its folders readable.`);
  }
  return entries.toSorted((a, b) => Buffer.compare(a.path, b.path));
}

const EMPTY = Buffer.alloc(0);
const nameOf = (path: Buffer): string => path.toString().split('/', 1)[0] ?? '';

/** Groups of four fields that each end in NUL. */
async function* inFours(source: Readable): AsyncGenerator<Buffer[]> {
  let rest = Buffer.alloc(0);
  let fields: Buffer[] = [];
  for await (const chunk of source) {
    rest = Buffer.concat([rest, chunk as Buffer]);
    for (let end = rest.indexOf(0); end !== -1; end = rest.indexOf(0)) {
      fields.push(rest.subarray(0, end));
      rest = rest.subarray(end + 1);
      if (fields.length < 4) continue;
      yield fields;
      fields = [];
    }
  }
}

function tooMany(name: string, limits: HandoverLimits): MosaicError {
  return new MosaicError(
    'too_large',
    `The artifact ${name} passes the limit of ${limits.maxFiles} files and folders a step; pack them, or hand over less.`,
  );
}

function tooLarge(name: string, limits: HandoverLimits): MosaicError {
  const limit = Math.floor(limits.maxBytes / (1024 * 1024));
  return new MosaicError('too_large', `The artifact ${name} passes the limit of ${limit} MiB a step; hand over less.`);
}

/** A fresh tar of exactly these paths. */
function pack(folder: string, paths: readonly Buffer[], asOwner: readonly string[]): Readable {
  const options = [
    '--create',
    '--no-recursion',
    '--verbatim-files-from',
    '--null',
    '--files-from=-',
    '--owner=0',
    '--group=0',
    '--numeric-owner',
  ];
  const [file = 'tar', ...args] = [...asOwner, 'tar', `--directory=${folder}`, ...options];
  const child = spawn(file, args, { env: { PATH: SYSTEM_PATH }, stdio: ['pipe', 'pipe', 'ignore'] });
  const output = new PassThrough();
  child.stdin.on('error', () => undefined);
  // `./` in front keeps a name that begins with `-` or `@` from being read as something else.
  child.stdin.end(Buffer.concat(paths.flatMap((path) => [Buffer.from('./'), path, Buffer.from([0])])));
  child.stdout.pipe(output, { end: false });
  child.once('error', (error) => output.destroy(error));
  child.once('close', (code) => {
    if (code === 0) output.end();
    else output.destroy(new MosaicError('internal', `tar ended with exit code ${code}`));
  });
  output.once('close', () => child.kill('SIGKILL'));
  return output;
}

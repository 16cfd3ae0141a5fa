import { MosaicError } from '@mosaic/platform/errors';

import type { Person } from '../content/commit-files.ts';
import { damaged } from '../objects/damaged.ts';
import { signatureLine } from '../objects/signature-line.ts';
import type { Scratch } from './scratch.ts';

/** Of a commit that is made again; longer ones are left to git itself. */
const COMMIT_MAX_BYTES = 8 * 1024 * 1024;

export interface NewCommit {
  treeId: string;
  parentIds: readonly string[];
  author: Person;
  committer: Person;
  message: string;
}

/** Stores a commit; answers its id. @throws MosaicError `invalid_input` for the message. */
export async function writeCommit(scratch: Scratch, { treeId, parentIds, author, committer, message }: NewCommit): Promise<string> {
  if (message.includes('\0')) throw new MosaicError('invalid_input', 'The message of a commit cannot hold a NUL.');
  const head = [...links(treeId, parentIds), `author ${signatureLine(author)}`, `committer ${signatureLine(committer)}`];
  return store(scratch, Buffer.from(`${head.join('\n')}\n\n${message.trimEnd()}\n`));
}

/** What a commit says, byte for byte, in whatever encoding it states. */
export interface OriginalCommit {
  treeId: string;
  parentIds: string[];
  author: Buffer;
  encoding: Buffer | undefined;
  message: Buffer;
}

/** @throws MosaicError `too_large`, `damaged`. */
export async function readOriginal({ repository }: Scratch, id: string): Promise<OriginalCommit> {
  const found = await repository.objects.read(repository.gitDir, id, COMMIT_MAX_BYTES);
  if (found?.type !== 'commit') throw damaged(`the commit ${id.slice(0, 10)}`);
  const end = found.data.indexOf('\n\n');
  const head = end === -1 ? found.data : found.data.subarray(0, end);
  const fields = new Map<string, Buffer[]>();
  for (const line of linesOf(head)) {
    const space = line.indexOf(32);
    // A line that begins with a space goes on with the former one, a signature as a rule.
    if (space > 0) fields.set(line.toString('latin1', 0, space), [...(fields.get(line.toString('latin1', 0, space)) ?? []), line]);
  }
  const ids = (key: string) => (fields.get(key) ?? []).map((line) => line.toString('latin1').slice(key.length + 1));
  return {
    treeId: ids('tree')[0] ?? '',
    parentIds: ids('parent'),
    author: fields.get('author')?.[0] ?? Buffer.from('author  <> 0 +0000'),
    encoding: fields.get('encoding')?.[0],
    message: end === -1 ? Buffer.alloc(0) : found.data.subarray(end + 2),
  };
}

/** Stores a commit that says the same with other files and another parent; its signature would not hold any more. */
export async function writeAgain(
  scratch: Scratch,
  original: OriginalCommit,
  { treeId, parentId, committer }: { treeId: string; parentId: string; committer: Person },
): Promise<string> {
  const lines = [
    ...links(treeId, [parentId]).map((line) => Buffer.from(line)),
    original.author,
    Buffer.from(`committer ${signatureLine(committer)}`),
    ...(original.encoding === undefined ? [] : [original.encoding]),
    Buffer.alloc(0),
  ];
  return store(scratch, Buffer.concat([...lines.flatMap((line) => [line, NEWLINE]), original.message]));
}

/** A commit of files alone, for git's own merge to stand on. */
export async function writePlain(scratch: Scratch, treeId: string, parentIds: readonly string[]): Promise<string> {
  const nobody = { name: 'nobody', email: 'nobody@mosaic.invalid', timestamp: 0 };
  return writeCommit(scratch, { treeId, parentIds, author: nobody, committer: nobody, message: 'a step of a merge' });
}

const NEWLINE = Buffer.from('\n');

function links(treeId: string, parentIds: readonly string[]): string[] {
  return [`tree ${treeId}`, ...parentIds.map((id) => `parent ${id}`)];
}

async function store(scratch: Scratch, data: Buffer): Promise<string> {
  const { stdout } = await scratch.run(['hash-object', '-t', 'commit', '-w', '--stdin'], { input: data });
  return stdout.toString('utf8').trim();
}

function linesOf(head: Buffer): Buffer[] {
  const lines: Buffer[] = [];
  for (let at = 0; at < head.length;) {
    const found = head.indexOf(10, at);
    const end = found === -1 ? head.length : found;
    lines.push(head.subarray(at, end));
    at = end + 1;
  }
  return lines;
}

import { MosaicError } from '@mosaic/platform/errors';

import { checkTreePath } from '../names/tree-path.ts';
import { run } from '../process/run.ts';
import { hasRefs } from '../refs/read-refs.ts';
import { branchRef, updateRefs } from '../refs/update-refs.ts';
import type { Repository } from '../repository/repository.ts';
import { TreeEditor } from './tree-editor.ts';
import { writeBlobs } from './write-blobs.ts';

const MAX_FILES = 1_000;
const MAX_BYTES = 100 * 1024 * 1024;

export type FileChange =
  | { op: 'create'; path: string; content: Uint8Array; executable?: boolean }
  /** `expectedBlobId`: what the caller has seen at the path; `from`: where the file lies now, when the change also moves it. */
  | { op: 'update'; path: string; content: Uint8Array; expectedBlobId?: string | undefined; from?: string | undefined }
  | { op: 'delete'; path: string; expectedBlobId?: string | undefined };

export interface Person {
  name: string;
  email: string;
  /** Seconds since 1970; now by default. */
  timestamp?: number | undefined;
}

export interface CommitFilesRequest {
  /** The branch to build on; it must exist, save in a repository that has no branch yet. */
  branch: string;
  /** Commit here instead; it must not exist. */
  newBranch?: string | undefined;
  /** The commit that the caller takes the branch to point at; null: the branch does not exist yet. Not checked when absent. */
  expectedParent?: string | null | undefined;
  /** At most 1,000 files and 100 MiB in all. */
  files: readonly FileChange[];
  message: string;
  author: Person;
  committer: Person;
  reflogIdentity?: { name: string; email: string } | undefined;
}

export interface CommitFilesResult {
  commitId: string;
  /** null for a first commit. */
  parentId: string | null;
  /** Full name of the ref that moved. */
  ref: string;
  /** Where it pointed before; null when it is new. */
  oldId: string | null;
  /** In the order of the request; null for a deleted file. */
  blobIds: (string | null)[];
}

/**
 * Commits changes of files without a working tree.
 * @throws MosaicError `invalid_input` (path, name, size), `not_found` (file or branch), `conflict` (file or branch exists, file
 * against folder), `precondition_failed` (branch or file is no longer what the caller saw), `too_large`.
 */
export async function commitFiles(repository: Repository, request: CommitFilesRequest): Promise<CommitFilesResult> {
  const files = checkRequest(request);
  const ref = branchRef(request.newBranch ?? request.branch);
  const parentId = await parentOf(repository, request);
  const oldId = request.newBranch === undefined ? parentId : null;
  const { treeId, blobIds } = await buildTree(repository, parentId, files);
  const { stdout } = await run(['commit-tree', treeId, ...(parentId === null ? [] : ['-p', parentId]), '-F', '-'], {
    gitDir: repository.gitDir,
    input: request.message,
    env: { ...personEnv('AUTHOR', request.author), ...personEnv('COMMITTER', request.committer) },
    config: { 'i18n.commitEncoding': 'utf-8' },
  });
  const commitId = stdout.toString('utf8').trim();
  const message = `commit: ${request.message.split('\n')[0]?.slice(0, 200) ?? ''}`;
  await updateRefs(repository, [{ ref, newId: commitId, oldId: oldId ?? '0'.repeat(commitId.length) }], {
    message,
    reflogIdentity: request.reflogIdentity,
  });
  return { commitId, parentId, ref, oldId, blobIds };
}

/** The files under the one spelling of their paths. */
function checkRequest(request: CommitFilesRequest): FileChange[] {
  if (request.files.length === 0) throw new MosaicError('invalid_input', 'A commit needs at least one file.');
  if (request.files.length > MAX_FILES)
    throw new MosaicError('too_large', `A commit changes at most ${MAX_FILES} files here; push larger ones with git.`);
  const size = request.files.reduce((sum, file) => sum + (file.op === 'delete' ? 0 : file.content.length), 0);
  if (size > MAX_BYTES) throw new MosaicError('too_large', 'The files are larger than 100 MiB together; push them with git.');
  if (request.message.includes('\0')) throw new MosaicError('invalid_input', 'The message of a commit cannot hold a NUL.');
  const files = request.files.map(withPlainPaths);
  if (new Set(files.map((file) => file.path)).size !== files.length)
    throw new MosaicError('invalid_input', 'Each file may be named only once in a commit.');
  for (const { name, email } of [request.author, request.committer]) {
    if (name.replace(/[<>\s.,;:"'\\]/g, '') === '' || /[<>\n\0]/.test(email) || /[\n\0]/.test(name)) {
      throw new MosaicError('invalid_input', 'Author and committer need a name and a plain e-mail address.');
    }
  }
  return files;
}

function withPlainPaths(file: FileChange): FileChange {
  const path = checkTreePath(file.path).join('/');
  if (file.op !== 'update' || file.from === undefined) return { ...file, path };
  const from = checkTreePath(file.from).join('/');
  return { ...file, path, from: from === path ? undefined : from };
}

async function parentOf(repository: Repository, request: CommitFilesRequest): Promise<string | null> {
  const parent = (await repository.objects.info(repository.gitDir, `${branchRef(request.branch)}^{commit}`))?.id ?? null;
  if (request.expectedParent !== undefined && request.expectedParent !== parent) {
    throw new MosaicError('precondition_failed', 'The branch has moved since it was read; read it again and retry.');
  }
  // Gitea's words. A mistyped name would otherwise begin a history of its own.
  if (parent === null && (request.newBranch !== undefined || (await hasRefs(repository, 'refs/heads/'))))
    throw new MosaicError('not_found', `branch does not exist [name: ${request.branch}]`);
  return parent;
}

async function buildTree(repository: Repository, parentId: string | null, files: readonly FileChange[]) {
  const editor = await TreeEditor.open(repository, parentId);
  const modes = new Map<FileChange, string>();
  // Deletions first, so that a folder may take a deleted file's name and the other way round.
  const ordered = files.toSorted((a, b) => Number(b.op === 'delete') - Number(a.op === 'delete'));
  for (const file of ordered) if (file.op !== 'create') modes.set(file, await checkPresent(editor, file));
  for (const file of ordered) if (file.op === 'delete') await editor.remove(file.path.split('/'));
  for (const file of ordered) if (file.op === 'update' && file.from !== undefined) await moveAway(editor, { ...file, from: file.from });
  for (const file of ordered) if (file.op === 'create') modes.set(file, await checkFree(editor, file));
  const written = files.filter((file) => file.op !== 'delete');
  const ids = await writeBlobs(
    repository,
    written.map((file) => file.content),
  );
  const idOf = new Map<FileChange, string>(written.map((file, index) => [file, ids[index] ?? '']));
  for (const [file, id] of idOf) await editor.put(file.path.split('/'), { mode: modes.get(file) ?? '100644', id });
  return { treeId: await editor.write(), blobIds: files.map((file) => idOf.get(file) ?? null) };
}

/** The mode of the file that is there. */
async function checkPresent(editor: TreeEditor, file: Extract<FileChange, { op: 'update' | 'delete' }>): Promise<string> {
  const path = (file.op === 'update' ? file.from : undefined) ?? file.path;
  const entry = await editor.find(path.split('/'));
  if (entry === null || entry.kind === 'dir')
    throw new MosaicError('not_found', `There is no file ${JSON.stringify(path)} on this branch.`);
  if (file.expectedBlobId !== undefined && file.expectedBlobId !== entry.id) {
    throw new MosaicError(
      'precondition_failed',
      `The file ${JSON.stringify(path)} has changed since it was read; read it again and retry.`,
    );
  }
  if (file.op === 'update' && entry.kind !== 'file')
    throw new MosaicError('unsupported', `${JSON.stringify(path)} is a link; change it with git.`);
  return entry.mode;
}

/** A moved file leaves its place; the new one must be free. */
async function moveAway(editor: TreeEditor, { from, path }: { from: string; path: string }): Promise<void> {
  if ((await editor.find(path.split('/'))) !== null)
    throw new MosaicError('conflict', `${JSON.stringify(path)} exists already on this branch.`);
  await editor.remove(from.split('/'));
}

async function checkFree(editor: TreeEditor, file: Extract<FileChange, { op: 'create' }>): Promise<string> {
  const entry = await editor.find(file.path.split('/'));
  if (entry !== null) throw new MosaicError('conflict', `${JSON.stringify(file.path)} exists already on this branch.`);
  return file.executable === true ? '100755' : '100644';
}

function personEnv(role: 'AUTHOR' | 'COMMITTER', person: Person): Record<string, string> {
  const seconds = Math.floor(person.timestamp ?? Date.now() / 1000);
  return { [`GIT_${role}_NAME`]: person.name, [`GIT_${role}_EMAIL`]: person.email, [`GIT_${role}_DATE`]: `@${seconds} +0000` };
}

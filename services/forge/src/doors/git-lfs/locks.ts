import { MosaicError, parseInput } from '@mosaic/platform/errors';

import type { LfsLock } from '../../lfs/lfs-object.ts';
import { LockQuery, LockRequest, LockVerifyRequest, UnlockRequest } from './messages.ts';
import type { LfsPorts, Params } from './ports.ts';
import { lfsTarget, type LfsRequest } from './target.ts';

/** Locks of one page at most, and where nothing is asked for. */
const PAGE = 50;

/** Reads the request's JSON; only once it is clear that there is a right to be heard. */
type Message = () => Promise<unknown>;

/** `GET locks`: by id, by path, or all in pages. */
export async function listLocks(ports: LfsPorts, request: LfsRequest) {
  const { repository, caller } = await lfsTarget(ports, request, 'read');
  if (caller.kind === 'anonymous') throw new MosaicError('unauthenticated', 'You must have pull access to list locks');
  const { reader } = ports.lfs.locks;
  const { id, path, cursor, limit } = parseInput(LockQuery, request.query, 'The query');
  if (id === '' && path === '') {
    const { locks, next } = await page(ports, repository.id, { cursor, limit });
    return { locks: locks.map(present), ...next };
  }
  const found = id === '' ? await reader.byPath(repository.id, path) : await reader.byId(repository.id, idOf(id));
  return { locks: found === null ? [] : [present(found)] };
}

/** `POST locks`; 409 with the lock where there is one. */
export async function createLock(ports: LfsPorts, request: LfsRequest, message: Message) {
  const { repository, caller, cause } = await lfsTarget(ports, request, 'write');
  const { path } = parseInput(LockRequest, await message(), 'The message');
  const wish = { path: tidy(path), holder: { principalId: caller.id, name: caller.login } };
  const { lock, isNew } = await ports.lfs.locks.writer.lock(repository, wish, cause);
  return isNew
    ? { status: 201, body: { lock: present(lock) } }
    : { status: 409, body: { lock: present(lock), message: 'already created lock' } };
}

/** `POST locks/verify`: whose locks a push would meet. */
export async function verifyLocks(ports: LfsPorts, request: LfsRequest, message: Message) {
  const { repository, caller } = await lfsTarget(ports, request, 'write');
  const { locks, next } = await page(ports, repository.id, parseInput(LockVerifyRequest, await message(), 'The message'));
  const isOwn = ({ holder }: LfsLock) => holder.principalId === caller.id;
  return { ours: locks.filter(isOwn).map(present), theirs: locks.filter((lock) => !isOwn(lock)).map(present), ...next };
}

/** `POST locks/{id}/unlock`: one's own, or with `force` anybody's. */
export async function unlock(ports: LfsPorts, request: LfsRequest & { params: Params & { id: string } }, message: Message) {
  const { repository, caller, cause } = await lfsTarget(ports, request, 'write');
  const { force } = parseInput(UnlockRequest, await message(), 'The message');
  const lock = await ports.lfs.locks.reader.byId(repository.id, idOf(request.params.id));
  if (lock === null) throw new MosaicError('not_found', 'There is no such lock');
  if (lock.holder.principalId !== caller.id && !force)
    throw new MosaicError('forbidden', `${lock.holder.name} holds this lock; end it with "force" (git lfs unlock --force).`);
  await ports.lfs.locks.writer.unlock(repository, lock, cause);
  return { lock: present(lock) };
}

async function page({ lfs }: LfsPorts, repositoryId: number, { cursor, limit }: { cursor: number; limit: number }) {
  const size = limit === 0 ? PAGE : Math.min(limit, PAGE);
  const found = await lfs.locks.reader.list(repositoryId, { after: cursor, limit: size + 1 });
  const locks = found.slice(0, size);
  return { locks, next: found.length > size ? { next_cursor: String(locks.at(-1)?.id) } : {} };
}

function present({ id, path, holder, lockedAt }: LfsLock) {
  const at = new Date(Math.round(lockedAt / 1_000) * 1_000).toISOString().replace('.000Z', 'Z');
  return { id: String(id), path, locked_at: at, owner: { name: holder.name } };
}

function idOf(text: string): number {
  if (!/^\d{1,15}$/.test(text)) throw new MosaicError('invalid_input', 'The id of a lock is a number.');
  return Number(text);
}

/** As git names the file: relative, without "." and ".." (Gitea does so too). */
function tidy(path: string): string {
  const parts: string[] = [];
  for (const part of path.split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '' && part !== '.') parts.push(part);
  }
  if (parts.length === 0) throw new MosaicError('invalid_input', 'Name the path of a file.');
  return parts.join('/');
}

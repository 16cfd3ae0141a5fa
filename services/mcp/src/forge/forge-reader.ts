import { repoGetRawFile, repoSearch } from '@mosaic/contracts/gitea';
import { nativeCalls, searchCode, type forgeRepositoryList, type ToolArguments, type ToolOutput } from '@mosaic/contracts/mosaic';
import { expectOkOrMissing, requestOf } from '@mosaic/contracts/wire';
import { MosaicError } from '@mosaic/platform/errors';
import type { RepositoryView } from '@mosaic/platform/identity';

import { isPlatform, reaches } from '../access/access-policy.ts';
import type { Call, McpContext } from '../context.ts';

/** The largest file that is fetched. */
const FETCHED = 8 * 1024 * 1024;
/** Matches shown at most. */
const MATCHES = 100;

/** A file of a repository that the caller may read. */
export interface FilePlace {
  view: RepositoryView;
  path: string;
  ref: string;
}

/** Repositories as the forge shows them to the caller. */
export async function listRepositories(
  { gitea, caller, publicUrl }: McpContext & Call,
  page: ToolArguments<typeof forgeRepositoryList>,
): Promise<ToolOutput<typeof forgeRepositoryList>['repositories']> {
  const { items } = await reachable(gitea.callPage(repoSearch, { query: page }, isPlatform(caller) ? {} : { sudo: caller.login }));
  return items
    .filter((repository) => reaches(caller, repository.id))
    .map((repository) => ({
      repository: repository.full_name,
      private: repository.private,
      defaultBranch: repository.default_branch,
      url: `${publicUrl}/${repository.full_name}`,
    }));
}

/** The bytes of a file. Throws `not_found`, and `too_large` above 8 MiB. */
export async function fetchFile({ forge, signal }: McpContext & Call, { view, path, ref }: FilePlace): Promise<Uint8Array> {
  if (path.split('/').some((part) => part === '..' || part === '.'))
    throw new MosaicError('invalid_input', 'The path must not hold "." or ".." as a part; it begins at the root of the repository.');
  const at = ref === '' ? view.defaultBranch : ref;
  const [owner = '', repo = ''] = view.fullName.split('/');
  // Not called by its datum: the size is looked at before the bytes are taken.
  const request = requestOf(repoGetRawFile, { owner, repo, filepath: path, query: { ref: at } }, '/api/v1');
  const response = await reachable(expectOkOrMissing(forge, { ...request, signal }));
  if (response === null) throw new MosaicError('not_found', `${view.fullName} has no file "${path}" at "${at}".`);
  if (Number(response.headers['content-length'] ?? 0) > FETCHED) {
    await response.discard();
    throw new MosaicError('too_large', `"${path}" is larger than ${FETCHED / 1024 / 1024} MiB; clone the repository to read it.`);
  }
  return response.bytes();
}

/** Lines that hold a text. Gitea's contract has no such call, so it is our forge's own. Throws `unsupported` where there is none. */
export async function searchFiles(
  { forge, signal }: McpContext & Call,
  { view, text, ref }: { view: RepositoryView; text: string; ref: string },
): Promise<{ path: string; line: number; text: string }[]> {
  const [owner = '', repo = ''] = view.fullName.split('/');
  const asked = { owner, repo, query: { q: text, ref: ref === '' ? view.defaultBranch : ref } };
  const found = await reachable(nativeCalls(forge).callOrNull(searchCode, asked, { signal }));
  if (found === null)
    throw new MosaicError(
      'unsupported',
      'This forge cannot search in files, or the ref does not exist. Clone the repository to search in it.',
    );
  return found.matches.slice(0, MATCHES);
}

async function reachable<T>(asked: Promise<T>): Promise<T> {
  try {
    return await asked;
  } catch (cause) {
    throw new MosaicError('unavailable', 'The forge does not answer as it should. Try again shortly.', { cause });
  }
}

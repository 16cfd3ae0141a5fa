import { z } from 'zod';

import { encodeBytePath, query, requestOf } from '@mosaic/contracts/wire';

import { repositoryPath, type CallOptions, type Calls } from './calls.ts';
import { repoGetSingleCommit } from './operations/commits.ts';
import { ContentsEntry, FileResponse } from './schemas.ts';

/** A write of one file; `content` is base64. Without `sha` the file must be new. */
export interface FileChange {
  content: string;
  message?: string;
  branch?: string;
  new_branch?: string;
  /** Id of the blob that is replaced. */
  sha?: string;
}

/** Files and diffs. A `ref` is a branch, a tag or a commit id; the default branch when absent. */
export interface ContentCalls {
  /** The text of a file, or null when there is no such file, ref or repository. */
  rawFile(owner: string, name: string, path: string, ref?: string, options?: CallOptions): Promise<string | null>;
  rawBytes(owner: string, name: string, path: string, ref?: string, options?: CallOptions): Promise<Uint8Array | null>;
  /** An array for a folder, an object for a file, null for 404. */
  contents(owner: string, name: string, path: string, ref?: string, options?: CallOptions): Promise<ContentsEntry | ContentsEntry[] | null>;
  createFile(owner: string, name: string, path: string, change: FileChange, options?: CallOptions): Promise<FileResponse>;
  /** Replaces the file whose blob `change.sha` is; `conflict` in Gitea's words when it has moved on. */
  putFile(owner: string, name: string, path: string, change: FileChange & { sha: string }, options?: CallOptions): Promise<FileResponse>;
  /** The change of one commit as `git diff` text, of binary files only that they differ, or null when there is no such commit. */
  commitDiff(owner: string, name: string, sha: string, options?: CallOptions): Promise<string | null>;
  /** The same as it was sent: names of files are bytes. */
  commitDiffBytes(owner: string, name: string, sha: string, options?: CallOptions): Promise<Uint8Array | null>;
}

const OneOrMany = z.union([z.array(ContentsEntry), ContentsEntry]);

export function contentCalls(calls: Calls): ContentCalls {
  const raw: (owner: string, name: string, path: string, ref?: string) => string = (owner, name, path, ref) =>
    `${repositoryPath(owner, name)}/raw/${encodeBytePath(path)}${query({ ref })}`;
  const diff = (owner: string, repo: string, sha: string, options?: CallOptions) => {
    const request = requestOf(repoGetSingleCommit, { owner, repo, sha: `${sha}.diff`, query: { binary: 'false' } });
    return calls.rawOrNull({ ...request, headers: { accept: 'text/plain' } }, options);
  };
  return {
    async rawFile(owner, name, path, ref, options) {
      const response = await calls.rawOrNull({ method: 'GET', path: raw(owner, name, path, ref), headers: { accept: '*/*' } }, options);
      return response === null ? null : response.text();
    },
    async rawBytes(owner, name, path, ref, options) {
      const response = await calls.rawOrNull({ method: 'GET', path: raw(owner, name, path, ref), headers: { accept: '*/*' } }, options);
      return response === null ? null : response.bytes();
    },
    contents: (owner, name, path, ref, options) =>
      calls.oneOrNull(
        OneOrMany,
        { method: 'GET', path: `${repositoryPath(owner, name)}/contents/${encodeBytePath(path)}${query({ ref })}` },
        options,
      ),
    createFile: (owner, name, path, body, options) =>
      calls.one(FileResponse, { method: 'POST', path: `${repositoryPath(owner, name)}/contents/${encodeBytePath(path)}`, body }, options),
    putFile: (owner, name, path, body, options) =>
      calls.one(FileResponse, { method: 'PUT', path: `${repositoryPath(owner, name)}/contents/${encodeBytePath(path)}`, body }, options),
    commitDiff: async (...asked) => (await diff(...asked))?.text() ?? null,
    commitDiffBytes: async (...asked) => (await diff(...asked))?.bytes() ?? null,
  };
}

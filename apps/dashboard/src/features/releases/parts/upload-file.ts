import { repoCreateReleaseAttachment } from '@mosaic/contracts/gitea';
import { gatewayOf } from '@mosaic/contracts/mosaic';
import { requestOf, WireError } from '@mosaic/contracts/wire';

import { UnreachableError } from '../../../api/send.ts';

interface Upload {
  owner: string;
  repo: string;
  id: number;
  file: File;
  /** Hears how much has been sent, from 0 to 1. */
  onProgress: (part: number) => void;
}

/** Adds a file to a release; `fetch` tells nobody how far a body has come. */
export function uploadFile({ owner, repo, id, file, onProgress }: Upload): Promise<void> {
  const given = { owner, repo, id, query: { name: file.name }, body: new Uint8Array() };
  const { method, path, headers } = requestOf(repoCreateReleaseAttachment, given, `${gatewayOf('forge')}/api/v1`);
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open(method, path);
    for (const [name, value] of Object.entries(headers ?? {})) request.setRequestHeader(name, value);
    request.upload.addEventListener('progress', ({ loaded, total }) => onProgress(total === 0 ? 0 : loaded / total));
    request.addEventListener('error', () => reject(new UnreachableError(request.statusText)));
    request.addEventListener('load', () => {
      if (request.status === repoCreateReleaseAttachment.status) resolve();
      else reject(new WireError({ method, path }, request.status, request.responseText));
    });
    request.send(file);
  });
}

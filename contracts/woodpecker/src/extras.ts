import { z } from 'zod';

import { encodeBytePath, encodeByteText, expectOk, expectOkOrMissing, type Send, type WireResponse } from '@mosaic/contracts/wire';

import { Artifact } from './schemas.ts';

/** What our CI offers beyond Woodpecker's contract, which has no artifacts. */
export interface CiExtrasClient {
  /** Artifacts of one pipeline, by name; null when there is no such pipeline. */
  listArtifacts(repository: string, number: number): Promise<Artifact[] | null>;
  /** The tar archive of one artifact; the caller reads or discards the body. Null when there is none. */
  getArtifact(repository: string, number: number, name: string): Promise<WireResponse | null>;
  /** Removes one artifact. */
  deleteArtifact(repository: string, number: number, name: string): Promise<void>;
}

/** `repository` is "owner/name". */
export function createCiExtrasClient(send: Send): CiExtrasClient {
  const base = (repository: string, number: number) => `/-/repositories/${encodeBytePath(repository)}/pipelines/${number}/artifacts`;
  return {
    async listArtifacts(repository, number) {
      const response = await expectOkOrMissing(send, { method: 'GET', path: base(repository, number) });
      return response === null ? null : ArtifactList.parse(await response.json()).artifacts;
    },
    getArtifact: (repository, number, name) =>
      expectOkOrMissing(send, { method: 'GET', path: `${base(repository, number)}/${encodeByteText(name)}` }),
    async deleteArtifact(repository, number, name) {
      await (await expectOk(send, { method: 'DELETE', path: `${base(repository, number)}/${encodeByteText(name)}` })).discard();
    },
  };
}

const ArtifactList = z.object({ artifacts: z.array(Artifact) });

import { expectOkOrMissing, requestOf, type Send, type WireResponse } from '@mosaic/contracts/wire';

import { nativeCalls } from './native-calls.ts';
import { ciDeleteArtifact, ciGetArtifact, ciListArtifacts, type Artifact } from './operations/ci.ts';

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
  const calls = nativeCalls(send);
  const named = (repository: string) => {
    const [owner = '', repo = ''] = repository.split('/');
    return { owner, repo };
  };
  return {
    async listArtifacts(repository, number) {
      return (await calls.callOrNull(ciListArtifacts, { ...named(repository), number }))?.artifacts ?? null;
    },
    getArtifact: (repository, number, artifact) =>
      expectOkOrMissing(send, requestOf(ciGetArtifact, { ...named(repository), number, artifact })),
    deleteArtifact: (repository, number, artifact) => calls.call(ciDeleteArtifact, { ...named(repository), number, artifact }),
  };
}

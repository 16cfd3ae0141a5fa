import type { CiExtrasClient, Deployment } from '@mosaic/contracts/mosaic';
import { MosaicError } from '@mosaic/platform/errors';

/** The archive of a deployment's artifact, as it arrives. */
export async function fetchArtifact(
  artifacts: CiExtrasClient,
  { repository, pipelineNumber, artifact }: Pick<Deployment, 'repository' | 'pipelineNumber' | 'artifact'>,
): Promise<AsyncIterable<Uint8Array>> {
  const answer = await artifacts.getArtifact(repository, pipelineNumber, artifact);
  if (answer === null)
    throw new MosaicError(
      'not_found',
      `Pipeline #${pipelineNumber} handed over no artifact "${artifact}". Add a step that runs: mosaic artifact upload FOLDER --name ${artifact}`,
    );
  if (answer.chunks !== undefined) return answer.chunks();
  return one(await answer.bytes());
}

async function* one(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}

/** What the sealed payload of a workflow is bound to: it cannot be moved to another pipeline's row. */
export function payloadContext(pipelineId: number): string {
  return `ci/payload/${pipelineId}`;
}

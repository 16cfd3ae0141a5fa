/** Hidden in the body of the one issue that stands for a branch. The name is encoded, so it cannot end the comment. */
export function branchMarker(branch: string): string {
  return `<!-- mosaic:triage branch=${encodeURIComponent(branch)} -->`;
}

export function carriesMarker(body: string, branch: string): boolean {
  return body.includes(branchMarker(branch));
}

/** Hidden in the body and in comments: which pipeline they tell of. */
export function pipelineMarker(number: number): string {
  return `<!-- mosaic:pipeline=${number} -->`;
}

/** The newest pipeline that any of the texts tells of; 0 for none. */
export function newestPipeline(texts: readonly string[]): number {
  const numbers = texts.flatMap((text) => [...text.matchAll(/<!-- mosaic:pipeline=(\d{1,9}) -->/g)].map((match) => Number(match[1])));
  return Math.max(0, ...numbers);
}

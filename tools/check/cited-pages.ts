/** A page of this repository as comments and pages cite it: `docs/reference/pipelines.md#when`, `services/ci/README.md`. */
const CITATION = /(?<![\w/.@:-])((?:(?:apps|contracts|docs|engines|platform|services|testing|tools)\/(?:[\w-]+\/)*)?[\w-]+\.md)(#[\w-]+)?/g;

/** Comments of a source file, and whole pages; text in quotes is data. */
const COMMENT = /\/\*[^]*?\*\/|(?<![:'"`])\/\/[^\n]*/g;

/**
 * What a text cites and nobody can read: a page that is not in the repository, or a chapter that the page has not.
 * `pages` holds the text of each page by its path from the root.
 */
export function missingCitations(path: string, text: string, pages: ReadonlyMap<string, string>): string[] {
  if (!/\.(?:ts|tsx|css)$/.test(path) || /\.test\.tsx?$/.test(path)) return [];
  const comments = text.match(COMMENT)?.join('\n') ?? '';
  return [...comments.matchAll(CITATION)].flatMap(([cited, page = '', chapter]) => {
    const content = pages.get(page);
    return content !== undefined && (chapter === undefined || chaptersOf(content).has(chapter)) ? [] : [cited];
  });
}

/** The addresses of a page's headings, as forges make them. */
function chaptersOf(page: string): Set<string> {
  return new Set([...page.matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) => `#${slug(heading)}`));
}

const slug = (heading: string): string =>
  heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s-]/gu, '')
    .replaceAll(' ', '-');

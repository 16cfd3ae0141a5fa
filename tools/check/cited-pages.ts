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

/** A path as pages write it: below a folder of the root, or the end of a source file's. `<noun>`, `*` and `{a,b}` stand for others. */
const PATH = /`([\w@.-]+(?:\/[\w@.-]+)+)\/?`/g;
const ROOTED = /^(?:apps|contracts|docs|engines|platform|services|testing)\//;
const SOURCE = /\.(?:ts|tsx|css|md)$/;

/** What a page names and nobody finds: a file or folder from the root, or a source file by the end of its path. */
export function missingPaths(path: string, text: string, files: readonly string[]): string[] {
  if (!path.endsWith('.md')) return [];
  const isThere = (named: string) =>
    ROOTED.test(named)
      ? files.some((file) => file === named || file.startsWith(`${named}/`))
      : !SOURCE.test(named) || files.some((file) => `/${file}`.endsWith(`/${named}`));
  return [...text.matchAll(PATH)].map(([, named = '']) => named).filter((named) => !isThere(named));
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

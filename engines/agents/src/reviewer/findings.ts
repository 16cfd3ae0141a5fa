import type { AddedText } from './parse-diff.ts';

/** One thing that a reviewer objects to. Never holds the secret itself. */
export interface Finding {
  rule: 'secret' | 'conflict marker' | 'large file';
  path: string;
  line: number | null;
}

/** Files over this do not belong in git (bytes). */
export const LARGE_FILE_BYTES = 5 * 1024 * 1024;
/** Added text of one file that is looked through; generated files are longer. */
const TEXT_LIMIT = 2_000_000;

/** A whole conflict: all three kinds of marker, so that a Markdown heading of "=======" is none. */
export function conflictMarkers(files: readonly AddedText[]): Finding[] {
  return files.flatMap(({ path, lines }) => {
    const start = lines.find(({ text }) => /^<{7}(?: |$)/.test(text));
    const end = lines.some(({ text }) => /^>{7}(?: |$)/.test(text));
    return start !== undefined && end ? [{ rule: 'conflict marker', path, line: start.number }] : [];
  });
}

export function largeFiles(files: readonly { path: string; size: number }[]): Finding[] {
  return files.filter(({ size }) => size > LARGE_FILE_BYTES).map(({ path }) => ({ rule: 'large file', path, line: null }));
}

/** Files of which {@link secrets} reads only the beginning. */
export function readInPart(files: readonly AddedText[]): string[] {
  return files.filter(({ lines }) => lines.reduce((sum, { text }) => sum + text.length + 1, 0) > TEXT_LIMIT).map(({ path }) => path);
}

/** secretlint's recommended rules over the added lines. Loaded on first use: it costs 100 ms. */
export async function secrets(files: readonly AddedText[]): Promise<Finding[]> {
  const [{ lintSource }, { creator }] = await Promise.all([
    import('@secretlint/core'),
    import('@secretlint/secretlint-rule-preset-recommend'),
  ]);
  const config = { rules: [{ id: '@secretlint/secretlint-rule-preset-recommend', rule: creator, options: {} }] };
  const findings: Finding[] = [];
  for (const { path, lines } of files) {
    const content = lines
      .map(({ text }) => text)
      .join('\n')
      .slice(0, TEXT_LIMIT);
    if (content === '') continue;
    const { messages } = await lintSource({
      source: { content, filePath: path, ext: /\.[^./]*$/.exec(path)?.[0] ?? '', contentType: 'text' },
      options: { config, maskSecrets: true, noPhysicFilePath: true },
    });
    for (const { loc } of messages) findings.push({ rule: 'secret', path, line: lines[loc.start.line - 1]?.number ?? null });
  }
  return findings;
}

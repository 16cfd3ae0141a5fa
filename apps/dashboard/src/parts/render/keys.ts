import type { MarkdownBase } from './markdown-links.ts';

export const renderKeys = {
  markdown: (source: string, base: MarkdownBase | null) => ['markdown', source, base] as const,
  code: (name: string, code: string) => ['code', name, code] as const,
};

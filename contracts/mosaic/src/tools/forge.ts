import { z } from 'zod';

import { defineTool } from './define-tool.ts';
import { Repository } from './members.ts';

export const forgeRepositoryList = defineTool({
  name: 'forge_repository_list',
  title: 'List repositories',
  description: 'Repositories you may read.',
  grant: 'mcp:repository:read',
  annotations: { readOnlyHint: true },
  input: z.object({ limit: z.number().int().min(1).max(50).default(50), page: z.number().int().min(1).default(1) }),
  output: z.object({
    repositories: z.array(z.object({ repository: z.string(), private: z.boolean(), defaultBranch: z.string(), url: z.string() })),
  }),
  example: { page: 1, limit: 20 },
});

export const forgeFileRead = defineTool({
  name: 'forge_file_read',
  title: 'Read a file',
  description: 'Text of one file at a ref, whole lines, at most 256 KiB at once; go on with `fromLine`.',
  grant: 'mcp:repository:read',
  annotations: { readOnlyHint: true },
  input: z.object({
    repository: Repository,
    path: z.string().min(1).max(1000),
    ref: z.string().max(250).default(''),
    fromLine: z.number().int().min(1).default(1).describe('The first line wanted, counted from 1.'),
    lines: z.number().int().min(1).max(100_000).default(100_000).describe('How many lines at most.'),
  }),
  output: z.object({
    path: z.string(),
    text: z.string(),
    fromLine: z.number().int(),
    lines: z.number().int().describe('Lines shown.'),
    totalLines: z.number().int(),
    size: z.number().int().describe('Bytes of the whole file.'),
    truncated: z.boolean().describe('Whether lines follow that are not shown.'),
  }),
  example: { repository: 'ada/shop', path: 'src/main.ts', fromLine: 1, lines: 200 },
});

export const forgeSearch = defineTool({
  name: 'forge_search',
  title: 'Search in a repository',
  description: 'Lines that hold the given text on the default branch or a ref (at most 100).',
  grant: 'mcp:repository:read',
  annotations: { readOnlyHint: true },
  input: z.object({ repository: Repository, text: z.string().min(2).max(200), ref: z.string().max(250).default('') }),
  output: z.object({ matches: z.array(z.object({ path: z.string(), line: z.number().int(), text: z.string() })) }),
  example: { repository: 'ada/shop', text: 'checkout' },
});

import { existsSync } from 'node:fs';
import { join } from 'node:path';

import { requireProgram } from '@mosaic/testing/servers';

import { runProgram, type Ran } from './run-program.ts';

const PROGRAM = join(import.meta.dirname, '../../../node_modules/.bin/mcp-inspector');

export interface Inspector {
  /** Its words for one method, e.g. `['--method', 'tools/list']`. */
  run(era: 'legacy' | 'modern', words: readonly string[]): Promise<Ran>;
  /** Calls a tool and answers its structured content; a refusal is an error with the tool's words. */
  call(era: 'legacy' | 'modern', tool: string, input: object): Promise<Record<string, unknown>>;
}

/** MCP Inspector's command line at one server, with a token in a header. A folder keeps its files out of the real home. */
export function openInspector({ url, token, home }: { url: string; token: string; home: string }): Inspector {
  const run = (era: 'legacy' | 'modern', words: readonly string[]) =>
    runProgram(process.execPath, [PROGRAM, '--cli', url, '--header', `Authorization: Bearer ${token}`, '--protocol-era', era, ...words], {
      environment: { HOME: home },
    });
  return {
    run,
    async call(era, tool, input) {
      const words = [
        '--format',
        'json',
        '--quiet',
        '--method',
        'tools/call',
        '--tool-name',
        tool,
        '--tool-args-json',
        JSON.stringify(input),
      ];
      const { code, stdout, stderr } = await run(era, words);
      const answer = JSON.parse(stdout === '' ? '{}' : stdout) as { result?: { structuredContent?: Record<string, unknown> } };
      const content = answer.result?.structuredContent;
      if (code !== 0 || content === undefined) throw new Error(`${tool} (${era}) failed with ${code}: ${stdout}${stderr}`);
      return content;
    },
  };
}

/** Whether it is installed (`npm ci` brings it with the tools of the tests). */
export const hasInspector = (): boolean => existsSync(PROGRAM) || requireProgram(PROGRAM) !== null;

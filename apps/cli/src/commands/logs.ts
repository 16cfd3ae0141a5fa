import { createReadStream, statSync, watchFile, unwatchFile } from 'node:fs';
import { join } from 'node:path';

import { loadConfig } from '@mosaic/server/config';
import { MosaicError } from '@mosaic/platform/errors';

import { homeOf, type AddCommand } from './command.ts';

/** How much of the end is shown at first, bytes. */
const TAIL = 64 * 1024;

export const addLogs: AddCommand = (program) => {
  program
    .command('logs')
    .description("the server's log, newest last")
    .option('-f, --follow', 'go on with new lines')
    .option('--service <NAME>', 'only lines of one service')
    .action(async (options: { follow?: boolean; service?: string }, command) => {
      const { config } = loadConfig({ home: homeOf(command) });
      const file = join(config.home, 'logs', 'server.log');
      let position = Math.max(0, sizeOf(file) - TAIL);
      const show = async () => {
        const end = sizeOf(file);
        if (end < position) position = 0;
        if (end > position) position = await print(file, position, end, options.service);
      };
      await show();
      if (options.follow !== true) return;
      await new Promise<void>((resolve) => {
        watchFile(file, { interval: 250 }, () => void show());
        process.once('SIGINT', () => {
          unwatchFile(file);
          resolve();
        });
      });
    });
};

function sizeOf(file: string): number {
  try {
    return statSync(file).size;
  } catch (cause) {
    throw new MosaicError('not_found', `There is no log at ${file}; has the stack run on this home?`, { cause });
  }
}

/** Prints whole lines from `start`; answers where the next call begins. */
async function print(file: string, start: number, end: number, service: string | undefined): Promise<number> {
  let text = '';
  for await (const chunk of createReadStream(file, { start, end: end - 1, encoding: 'utf8' })) text += chunk as string;
  const whole = text.lastIndexOf('\n') + 1;
  for (const line of text
    .slice(0, whole)
    .split('\n')
    .filter((found) => found !== '')) {
    if (service === undefined || line.includes(`"service":"${service}"`)) console.log(line);
  }
  return start + Buffer.byteLength(text.slice(0, whole));
}

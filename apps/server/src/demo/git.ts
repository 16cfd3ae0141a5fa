import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

import { MosaicError } from '@mosaic/platform/errors';

const run = promisify(execFile);

/** Stock git in a folder, signed in with a token that never stands on a command line or in a file. */
export function gitWithToken(
  folder: string,
  { publicUrl, token }: { publicUrl: string; token: string },
): (...words: string[]) => Promise<{ stdout: string; stderr: string }> {
  const basic = Buffer.from(`${token}:x-oauth-basic`).toString('base64');
  const env = {
    ...process.env,
    GIT_TERMINAL_PROMPT: '0',
    GIT_CONFIG_COUNT: '2',
    GIT_CONFIG_KEY_0: `http.${publicUrl}/.extraHeader`,
    GIT_CONFIG_VALUE_0: `Authorization: Basic ${basic}`,
    GIT_CONFIG_KEY_1: 'credential.helper',
    GIT_CONFIG_VALUE_1: '',
    NO_PROXY: '*',
    no_proxy: '*',
  };
  return async (...words) => {
    try {
      return await run('git', words, { cwd: folder, env, maxBuffer: 16 * 1024 * 1024 });
    } catch (cause) {
      const { stderr = '' } = cause as { stderr?: string };
      throw new MosaicError('unavailable', `git ${words[0]} failed:\n${stderr.trim()}`, { cause });
    }
  };
}

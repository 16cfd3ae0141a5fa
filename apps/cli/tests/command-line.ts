import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { freePortBase } from '@mosaic/testing/stack';

/** The checkout and its launcher. */
export const LAUNCHER = join(import.meta.dirname, '../../../mosaic');

export interface Ran {
  code: number;
  stdout: string;
  stderr: string;
}

export interface RunOptions {
  cwd?: string;
  environment?: Record<string, string>;
  timeoutMs?: number;
  file?: string;
}

/**
 * The launcher on a temporary home, as a newcomer runs it, behind a proxy that does not answer and with an npm that refuses:
 * a warm start fetches nothing. What a command leaves running is stopped at the end.
 */
export interface CommandLine extends AsyncDisposable {
  home: string;
  /** A folder for the newcomer's projects, with the machine's git identity set. */
  folder: string;
  portBase: number;
  run(words: readonly string[], options?: RunOptions): Promise<Ran>;
}

export async function openCommandLine(): Promise<CommandLine> {
  const root = await mkdtemp(join(tmpdir(), 'mosaic-cli-'));
  const home = join(root, 'home');
  const folder = join(root, 'projects');
  await mkdir(folder);
  await writeFile(join(root, '.gitconfig'), '[user]\n\tname = Newcomer\n\temail = newcomer@example.org\n');
  const programs = join(root, 'bin');
  await mkdir(programs);
  await writeFile(join(programs, 'npm'), '#!/bin/sh\necho "npm was called: $*" >&2\nexit 97\n', { mode: 0o755 });
  const proxy = 'http://127.0.0.1:9';
  const commandLine: CommandLine = {
    home,
    folder,
    portBase: await freePortBase(),
    run: (words, { cwd = folder, environment = {}, timeoutMs = 60_000, file = LAUNCHER } = {}) =>
      runFile(file, words, {
        cwd,
        timeoutMs,
        environment: {
          HOME: root,
          PATH: `${programs}:${process.env['PATH'] ?? ''}`,
          http_proxy: proxy,
          https_proxy: proxy,
          HTTP_PROXY: proxy,
          ALL_PROXY: proxy,
          MOSAIC_HOME: home,
          MOSAIC_WORK_ROOT: join(root, 'work'),
          MOSAIC_NODE: process.execPath,
          ...environment,
        },
      }),
    async [Symbol.asyncDispose]() {
      await commandLine.run(['down']);
      await rm(root, { recursive: true, force: true });
    },
  };
  return commandLine;
}

function runFile(file: string, words: readonly string[], options: Required<Omit<RunOptions, 'file'>>): Promise<Ran> {
  const { cwd, environment: env, timeoutMs: timeout } = options;
  return new Promise((resolve) => {
    execFile(file, words, { cwd, env, timeout, maxBuffer: 16 * 1024 * 1024 }, (error, stdout, stderr) => {
      const code = error === null ? 0 : typeof error.code === 'number' ? error.code : 1;
      resolve({ code, stdout, stderr });
    });
  });
}

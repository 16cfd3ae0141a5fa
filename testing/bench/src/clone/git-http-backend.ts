import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { accessSync, constants, existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

import { until } from '@mosaic/testing/stack';

/** git's own HTTP server behind nginx; `url` is where its repositories begin. */
export interface GitHttpBackend extends AsyncDisposable {
  url: string;
}

const SYSTEM_FOLDERS = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';

/**
 * Starts `git http-backend` behind nginx and fcgiwrap on a free port of loopback, for the repositories below `root`, with all
 * that it writes in `folder`. Answers why not when a program is missing.
 */
export async function startGitHttpBackend(folder: string, root: string): Promise<GitHttpBackend | { missing: string }> {
  const [nginx, fcgiwrap] = [findProgram('nginx'), findProgram('fcgiwrap')];
  const backend = join((await promisify(execFile)('git', ['--exec-path'])).stdout.trim(), 'git-http-backend');
  const absent = [nginx === null ? 'nginx' : '', fcgiwrap === null ? 'fcgiwrap' : '', existsSync(backend) ? '' : 'git-http-backend'];
  const names = absent.filter((name) => name !== '').join(', ');
  if (nginx === null || fcgiwrap === null || names !== '') return { missing: `not installed: ${names}; run: ./mosaic test --install` };

  await mkdir(join(folder, 'temp'), { recursive: true });
  const port = await freePort();
  const socket = join(folder, 'fcgi.sock');
  await writeFile(join(folder, 'nginx.conf'), configuration({ folder, root, port, socket, backend }));
  // A group of its own each: fcgiwrap signals its whole group when it ends.
  const children = [
    spawn(fcgiwrap, ['-c', '2', '-s', `unix:${socket}`], { detached: true, stdio: 'ignore', env: { PATH: SYSTEM_FOLDERS } }),
    spawn(nginx, ['-p', folder, '-c', join(folder, 'nginx.conf'), '-e', join(folder, 'error.log')], { detached: true, stdio: 'ignore' }),
  ];
  const stop = async () => {
    await Promise.all(children.map(endGroup));
  };
  const url = `http://127.0.0.1:${port}`;
  try {
    await until('git http-backend behind nginx', () => answers(url, children), 10_000);
  } catch (error) {
    await stop();
    throw error;
  }
  return { url, [Symbol.asyncDispose]: stop };
}

/** As git-http-backend(1) and nginx's documentation set them up; answers stream and are not kept on disk. */
function configuration({
  folder,
  root,
  port,
  socket,
  backend,
}: Record<'folder' | 'root' | 'socket' | 'backend', string> & { port: number }) {
  const temp = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((name) => `  ${name}_temp_path ${join(folder, 'temp', name)};`);
  return `${process.getuid?.() === 0 ? `user ${userInfo().username};\n` : ''}daemon off;
worker_processes auto;
pid ${join(folder, 'nginx.pid')};
events {}
http {
${temp.join('\n')}
  access_log off;
  sendfile on;
  tcp_nodelay on;
  server {
    listen 127.0.0.1:${port};
    client_max_body_size 0;
    location / {
      fastcgi_pass unix:${socket};
      fastcgi_buffers 64 16k;
      fastcgi_max_temp_file_size 0;
      fastcgi_param REQUEST_METHOD $request_method;
      fastcgi_param QUERY_STRING $query_string;
      fastcgi_param CONTENT_TYPE $content_type;
      fastcgi_param CONTENT_LENGTH $content_length;
      fastcgi_param REMOTE_ADDR $remote_addr;
      fastcgi_param SERVER_PROTOCOL $server_protocol;
      fastcgi_param GIT_PROTOCOL $http_git_protocol;
      fastcgi_param HTTP_CONTENT_ENCODING $http_content_encoding;
      fastcgi_param SCRIPT_FILENAME ${backend};
      fastcgi_param PATH_INFO $uri;
      fastcgi_param GIT_PROJECT_ROOT ${root};
      fastcgi_param GIT_HTTP_EXPORT_ALL "";
    }
  }
}
`;
}

async function answers(url: string, children: readonly ChildProcess[]): Promise<true | null> {
  const dead = children.find((child) => child.exitCode !== null);
  if (dead !== undefined) throw new Error(`${dead.spawnfile} ended with ${dead.exitCode}`);
  // Every answer of the backend will do; nginx itself says 502 while fcgiwrap is not there.
  const response = await fetch(`${url}/none.git/info/refs?service=git-upload-pack`);
  await response.text();
  return response.status === 404 ? true : null;
}

async function endGroup(child: ChildProcess): Promise<void> {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
  const gone = new Promise((resolve) => child.once('exit', resolve));
  process.kill(-child.pid, 'SIGTERM');
  await gone;
}

/** A program of the system; /usr/sbin is not in every user's PATH. */
function findProgram(name: string): string | null {
  for (const folder of SYSTEM_FOLDERS.split(':')) {
    const file = join(folder, name);
    try {
      accessSync(file, constants.X_OK);
      return file;
    } catch {
      // Not here.
    }
  }
  return null;
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as AddressInfo;
      probe.close(() => resolve(port));
    });
  });
}

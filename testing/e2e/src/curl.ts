import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

import { runProgram } from './run-program.ts';

export interface Curl {
  /** Status and body of one request. */
  ask(method: string, url: string, body?: object): Promise<{ status: number; text: string }>;
  /** The parsed body of a GET that must succeed. */
  json<T>(url: string): Promise<T>;
  /** `curl -N`: each line with the moment at which it arrived, until the server ends the stream. */
  stream(url: string): Promise<{ text: string; at: number }[]>;
}

/** Stock curl with one Authorization header; the value is read from standard input, so that no process list shows it. */
export function openCurl(authorization: string): Curl {
  const fixed = ['--silent', '--show-error', '--noproxy', '*', '--max-time', '60', '--header', '@-'];
  const header = `Authorization: ${authorization}\n`;
  const ask: Curl['ask'] = async (method, url, body) => {
    const data = body === undefined ? [] : ['--header', 'Content-Type: application/json', '--data-binary', JSON.stringify(body)];
    const words = [...fixed, '--request', method, ...data, '--write-out', '\n%{http_code}', url];
    const { code, stdout, stderr } = await runProgram('curl', words, { input: header });
    if (code !== 0) throw new Error(`curl ${url} failed with ${code}: ${stderr}`);
    const end = stdout.lastIndexOf('\n');
    return { status: Number(stdout.slice(end + 1)), text: stdout.slice(0, end) };
  };
  return {
    ask,
    async json<T>(url: string) {
      const { status, text } = await ask('GET', url);
      if (status !== 200) throw new Error(`curl ${url} got ${status}: ${text}`);
      return JSON.parse(text) as T;
    },
    async stream(url) {
      const child = spawn('curl', [...fixed, '--no-buffer', url], { stdio: ['pipe', 'pipe', 'inherit'] });
      child.stdin.end(header);
      const lines: { text: string; at: number }[] = [];
      const closed = once(child, 'close');
      for await (const text of createInterface({ input: child.stdout })) lines.push({ text, at: performance.now() });
      const [code] = (await closed) as [number | null];
      if (code !== 0) throw new Error(`curl -N ${url} ended with ${code}`);
      return lines;
    },
  };
}

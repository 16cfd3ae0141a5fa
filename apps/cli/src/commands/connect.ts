import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { gatewayOf } from '@mosaic/contracts/mosaic';
import { MosaicError } from '@mosaic/platform/errors';
import { createPrincipal, createToken, getPrincipal } from '@mosaic/contracts/mosaic';

import { openControl, type SignedIn } from '../control.ts';
import { homeOf, type AddCommand } from './command.ts';

const DAYS = 30;

/** How each client is told about an MCP server: by its own command, or by a file of the project. */
const CLIENTS: Record<
  string,
  (server: { url: string; token: string }) => {
    command?: readonly string[];
    environment?: Record<string, string>;
    file?: { path: string; merge: (text: string) => string };
  }
> = {
  claude: ({ url, token }) => ({
    command: ['claude', 'mcp', 'add', '--transport', 'http', 'mosaic', url, '--header', `Authorization: Bearer ${token}`],
  }),
  gemini: ({ url, token }) => ({
    command: ['gemini', 'mcp', 'add', '--transport', 'http', 'mosaic', url, '--header', `Authorization: Bearer ${token}`],
  }),
  codex: ({ url, token }) => ({
    command: ['codex', 'mcp', 'add', 'mosaic', '--url', url, '--bearer-token-env-var', 'MOSAIC_AGENT_TOKEN'],
    environment: { MOSAIC_AGENT_TOKEN: token },
  }),
  opencode: ({ url, token }) => ({ file: { path: 'opencode.json', merge: (text) => mergeOpencode(text, url, token) } }),
};

export const addConnect: AddCommand = (program) => {
  program
    .command('connect')
    .description("give an agent's client our MCP server, with a token for 30 days")
    .argument('<client>', Object.keys(CLIENTS).join(', '))
    .option('--print', 'change nothing, only print what to do')
    .action(async (client: string, options: { print?: boolean }, command) => {
      const describe = CLIENTS[client];
      if (describe === undefined)
        throw new MosaicError('invalid_input', `"${client}" is not known; use one of ${Object.keys(CLIENTS).join(', ')}.`);
      await using control = await openControl(homeOf(command));
      await using person = await control.signIn();
      const token = await agentToken(person, client);
      apply(describe({ url: `${control.info.publicUrl}${gatewayOf('mcp')}`, token }), options.print === true);
    });
};

/** A token of the agent that this client acts as; the agent is made on first use. */
async function agentToken({ login: owner, accounts }: SignedIn, client: string): Promise<string> {
  const login = `${client}-agent`;
  if ((await accounts.callOrNull(getPrincipal, { login })) === null)
    await accounts.call(createPrincipal, { body: { login, kind: 'agent', role: 'implementer', name: `${client} of ${owner}` } });
  const { token } = await accounts.call(createToken, {
    body: {
      login,
      name: `connect ${client}`,
      doors: ['mcp', 'forge'],
      grants: ['mcp:*:write', 'forge:*:write'],
      expiresInSeconds: DAYS * 86_400,
    },
  });
  return token;
}

function apply({ command, environment = {}, file }: ReturnType<NonNullable<(typeof CLIENTS)[string]>>, print: boolean): void {
  for (const [name, value] of Object.entries(environment)) console.log(`Put this into your shell's start file: export ${name}=${value}`);
  if (file !== undefined) {
    const path = join(process.cwd(), file.path);
    const text = file.merge(existsSync(path) ? readFileSync(path, 'utf8') : '');
    if (!print) writeFileSync(path, text, { mode: 0o600 });
    console.log(print ? `${path}:\n${text}` : `Written: ${path} (it holds a token for ${DAYS} days; keep it out of git).`);
  }
  if (command === undefined) return;
  const shown = command.map((word) => (/^[\w./:=-]+$/.test(word) ? word : `'${word}'`)).join(' ');
  const [program, ...words] = command as [string, ...string[]];
  const ran = print ? null : spawnSync(program, words, { stdio: 'inherit' });
  if (ran === null || ran.error !== undefined) console.log(`Run this where ${program} is installed:\n${shown}`);
  else if (ran.status !== 0) throw new MosaicError('unavailable', `"${program} ${words[0]}" failed; run it yourself:\n${shown}`);
}

function mergeOpencode(text: string, url: string, token: string): string {
  const settings = (text.trim() === '' ? { $schema: 'https://opencode.ai/config.json' } : JSON.parse(text)) as {
    mcp?: Record<string, unknown>;
  };
  settings.mcp = { ...settings.mcp, mosaic: { type: 'remote', url, enabled: true, headers: { Authorization: `Bearer ${token}` } } };
  return `${JSON.stringify(settings, null, 2)}\n`;
}

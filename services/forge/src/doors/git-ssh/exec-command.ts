import type { LfsAction } from '../../lfs/lfs-sessions.ts';

/** What a client may ask for by SSH. */
export type GitCommand = 'git-upload-pack' | 'git-receive-pack' | 'git-upload-archive';

export type ExecCommand =
  | { kind: 'git'; command: GitCommand; owner: string; repo: string }
  /** Asks for a session in which large files go over HTTP. */
  | { kind: 'lfs'; action: LfsAction; owner: string; repo: string }
  /** One of git's commands, but no address that a repository could have. */
  | { kind: 'nowhere' }
  | { kind: 'other' };

const COMMANDS: readonly string[] = ['git-upload-pack', 'git-receive-pack', 'git-upload-archive'] satisfies GitCommand[];
const LFS = 'git-lfs-authenticate';
/** An owner and a name are far shorter. */
const COMMAND_MAX = 1_024;

/** Reads `git-upload-pack '/ada/lib.git'` as git and its kin write it; no shell ever sees it. */
export function parseExecCommand(text: string): ExecCommand {
  if (text.length > COMMAND_MAX) return { kind: 'other' };
  const [, verb = '', argument = ''] = /^(?:git )?([a-z-]+)(?: +(.*))?$/s.exec(text.trim()) ?? [];
  const command = verb.startsWith('git-') ? verb : `git-${verb}`;
  const [, place = '', action = ''] = command === LFS ? (/^(.*) +(upload|download)(?: +\S*)?$/s.exec(argument.trim()) ?? []) : [];
  if (!COMMANDS.includes(command) && action === '') return { kind: 'other' };
  const address = addressIn(action === '' ? argument.trim() : place);
  if (address === null) return { kind: 'nowhere' };
  return action === ''
    ? { kind: 'git', command: command as GitCommand, ...address }
    : { kind: 'lfs', action: action as LfsAction, ...address };
}

function addressIn(argument: string): { owner: string; repo: string } | null {
  const path = unquoted(argument);
  const parts = path === null ? [] : path.replace(/^\/+/, '').replace(/\/$/, '').split('/');
  const [owner = '', name = ''] = parts;
  const repo = name.endsWith('.git') ? name.slice(0, -'.git'.length) : name;
  return parts.length === 2 && isName(owner) && isName(repo) ? { owner, repo } : null;
}

/** One word of a shell in single or double quotes or in none; null for anything else. */
function unquoted(argument: string): string | null {
  const [, single, double, bare] = /^(?:'([^']*)'|"([^"\\$`]*)"|([^\s'"\\$`;&|<>(){}*?!]*))$/.exec(argument) ?? [];
  return single ?? double ?? bare ?? null;
}

/** As far as an address goes; whether there is such a repository is for others to say. */
function isName(name: string): boolean {
  return /^[\w.-]+$/.test(name) && name !== '.' && name !== '..';
}

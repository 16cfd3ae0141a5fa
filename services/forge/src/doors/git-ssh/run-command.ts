import { MosaicError } from '@mosaic/platform/errors';
import type { Holder } from '@mosaic/platform/http';
import type { Caller } from '@mosaic/platform/identity';

import { callerOfDeployKey } from '../../keys/deploy-caller.ts';
import type { KeyHolder } from '../../keys/key-sign-in.ts';
import { deployTarget, fetchTarget, pushTarget, type Target } from '../../wire/push-target.ts';
import { parseExecCommand } from './exec-command.ts';
import type { GitSshPorts, Given } from './ports.ts';
import { serveFetch, serveWhole } from './serve-fetch.ts';
import { beginLfs } from './begin-lfs.ts';
import { servePush } from './serve-push.ts';
import { refusalOf } from './words.ts';

/**
 * Does what a client asks for, by the rights that its key has at this moment.
 * @throws MosaicError `not_found`, `forbidden`, what the command itself throws; nothing has been said then.
 */
export async function runCommand(ports: GitSshPorts, given: Given): Promise<void> {
  const asked = parseExecCommand(given.command);
  if (asked.kind === 'other') throw new MosaicError('forbidden', refusalOf(given.command));
  if (asked.kind === 'nowhere') throw new MosaicError('not_found', 'Repository not found');
  const holder = await stillThere(ports, given.holder);
  const pushes = asked.kind === 'lfs' ? asked.action === 'upload' : asked.command === 'git-receive-pack';
  const { target, caller } = await targetOf(ports, { holder, name: asked, pushes });
  if (asked.kind === 'lfs') return beginLfs(ports, { ...given, holder, target, caller, action: asked.action });
  const place: Holder = { name: holder.caller?.id ?? `key ${holder.key.id}`, kind: 'principal' };
  if (asked.command === 'git-receive-pack') return servePush(ports, { ...given, target, caller, place });
  if (!('repository' in target)) throw new MosaicError('not_found', 'Repository not found');
  const opened = { ...given, repository: target.repository, place };
  return asked.command === 'git-upload-pack' ? serveFetch(ports, opened) : serveWhole(ports, { ...opened, command: 'upload-archive' });
}

/** A connection may be older than the end of its key. */
async function stillThere({ keys }: GitSshPorts, { key }: KeyHolder): Promise<KeyHolder> {
  const holder = await keys.holderOf(key.fingerprint);
  if (holder === null || holder.key.id !== key.id) throw new MosaicError('forbidden', 'This key opens nothing any more.');
  return holder;
}

interface Asked {
  holder: KeyHolder;
  name: { owner: string; repo: string };
  pushes: boolean;
}

async function targetOf(ports: GitSshPorts, { holder, name, pushes }: Asked): Promise<{ target: Target; caller: Caller }> {
  const { reader } = ports.repositories;
  if (holder.caller === null) {
    const { fingerprint } = holder.key;
    const { repository, key } = await deployTarget({ reader, deployKeys: ports.deployKeys }, { fingerprint, name, pushes });
    return { target: { repository }, caller: callerOfDeployKey(key, repository) };
  }
  const { caller } = holder;
  if (pushes) return { target: await pushTarget(ports, caller, name), caller };
  return { target: { repository: await fetchTarget(reader, caller, name) }, caller };
}

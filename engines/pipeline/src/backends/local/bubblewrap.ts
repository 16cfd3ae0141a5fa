import { existsSync } from 'node:fs';

import { SYSTEM_PATH } from './command.ts';
import { INSIDE_ID, type Mount } from './view.ts';

/** Size of the tmpfs folders of a step that hold no files of ours, bytes. */
export const SHM_BYTES = 64 * 1024 * 1024;

/** Of /proc: names of keys that belong to whoever runs the platform, where steps do so too (keyrings(7)); no namespace parts them. */
export const HIDDEN_LISTS: readonly string[] = ['/proc/keys', '/proc/key-users'];

/**
 * The view built by bubblewrap (0.8 or newer): namespaces for users, mounts, processes, IPC and host name; no capabilities,
 * no new privileges, no user namespaces further in; its own first process reaps. `seccompFd` holds the filter; null for none.
 */
export function bubblewrapCommand(mounts: readonly Mount[], seccompFd: number | null): string[] {
  const id = String(INSIDE_ID);
  const users = ['--unshare-user', '--disable-userns', '--uid', id, '--gid', id];
  const namespaces = ['--unshare-pid', '--unshare-ipc', '--unshare-uts', '--unshare-cgroup-try', '--hostname', 'step'];
  const life = ['--new-session', '--die-with-parent', '--clearenv', '--setenv', 'PATH', SYSTEM_PATH, '--cap-drop', 'ALL'];
  const filter = seccompFd === null ? [] : ['--seccomp', String(seccompFd)];
  const kernel = ['--proc', '/proc', '--dev', '/dev', '--size', String(SHM_BYTES), '--tmpfs', '/dev/shm', '--remount-ro', '/dev'];
  const lists = HIDDEN_LISTS.filter((list) => existsSync(list)).flatMap((list) => ['--ro-bind', '/dev/null', list]);
  const end = ['--remount-ro', '/', '--chdir', '/', '--'];
  return ['bwrap', ...users, ...namespaces, ...life, ...filter, ...kernel, ...lists, ...mounts.flatMap(argumentsOf), ...end];
}

function argumentsOf(mount: Mount): string[] {
  switch (mount.kind) {
    case 'show':
      return ['--ro-bind', mount.from, mount.at];
    case 'give':
      return ['--bind', mount.from, mount.at];
    case 'link':
      return ['--symlink', mount.to, mount.at];
    case 'cover':
      return ['--perms', '0555', '--size', '4096', '--tmpfs', mount.at, '--remount-ro', mount.at];
  }
}

import type { Buffer } from 'node:buffer';
import { existsSync } from 'node:fs';

import { HIDDEN_LISTS, SHM_BYTES } from './bubblewrap.ts';
import { INSIDE_ID, type Mount } from './view.ts';

/**
 * The same view built by util-linux alone (unshare, mount, pivot_root, setpriv). First stage, as root of new namespaces: it
 * fills a tmpfs, makes it the root and hands over to a second user namespace, in which nothing has power over these mounts
 * (mount_namespaces(7)) and no third one can be made. Arguments: an empty folder to build in, then kind, source and place of
 * each mount (covers last), then `--`, then the command.
 */
const BUILD_SCRIPT = `
set -e
root=$1
shift
mount -t tmpfs -o size=8m,mode=0755,nosuid,nodev tmpfs "$root"
cd "$root"
place() {
  if [ -d "$1" ]; then mkdir -p ".$2"; elif [ ! -e ".$2" ]; then mkdir -p ".\${2%/*}"; : >".$2"; fi
}
given='|'
while [ "$1" != cover ] && [ "$1" != -- ]; do
  case $1 in
    link) mkdir -p ".\${3%/*}"; ln -s "$2" ".$3" ;;
    give) place "$2" "$3"; mount --bind "$2" ".$3"; mount -o remount,bind,nosuid,nodev ".$3"; given="$given$root$3|" ;;
    show) place "$2" "$3"; mount --rbind "$2" ".$3" ;;
  esac
  shift 3
done
# Every mount that is only shown, those below others too. Flags that the machine has set stay, or the kernel refuses.
while read -r _ _ _ _ at flags _; do
  at=$(printf %b "$at")
  case $given in *"|$at|"*) continue ;; esac
  case $at in "$root"/*) mount -o "remount,bind,$flags,ro,nosuid" "$at" ;; esac
done </proc/self/mountinfo
while [ "$1" != -- ]; do
  mount -t tmpfs -o size=4k,mode=0555,ro tmpfs ".$3"
  shift 3
done
shift
mkdir -p dev/pts dev/shm proc .old
for node in null zero full random urandom tty; do
  : >"dev/$node"
  mount --bind "/dev/$node" "dev/$node"
done
mount -t devpts -o newinstance,ptmxmode=0666,mode=0620,nosuid,noexec devpts dev/pts
mount -t tmpfs -o size=${SHM_BYTES},mode=1777,nosuid,nodev tmpfs dev/shm
ln -s pts/ptmx dev/ptmx
ln -s /proc/self/fd dev/fd
ln -s /proc/self/fd/0 dev/stdin
ln -s /proc/self/fd/1 dev/stdout
ln -s /proc/self/fd/2 dev/stderr
mount -t proc -o nosuid,nodev,noexec proc proc
for list in ${HIDDEN_LISTS.map((list) => list.slice(1)).join(' ')}; do [ ! -e "$list" ] || mount --bind dev/null "$list"; done
printf 1 >/proc/sys/user/max_user_namespaces
pivot_root . .old
umount -l /.old
rmdir /.old
mount -o remount,bind,ro /
cd /
exec unshare --user --map-user=${INSIDE_ID} --map-group=${INSIDE_ID} --keep-caps -- \\
  setpriv --no-new-privs --bounding-set=-all --inh-caps=-all --ambient-caps=-all -- "$@"
`;

/** The first process of the namespace: it reaps, and a signal from inside cannot end it. */
const REAP_SCRIPT = `
env --default-signal=INT,QUIT "$@" & step=$!
exec 3<&-
wait "$step"
`;

const PERL = '/usr/bin/perl';
/** prctl(2) of this architecture; 22 is PR_SET_SECCOMP, 2 SECCOMP_MODE_FILTER. */
const PRCTL = { x64: 157, arm64: 167 }[process.arch as string];

/** Whether this builder can filter system calls: util-linux cannot, but perl, which every Debian and Ubuntu has, calls the kernel by number. */
export function canFilter(): boolean {
  return PRCTL !== undefined && existsSync(PERL);
}

/** In front of the first process: takes the filter on itself (seccomp(2), `struct sock_fprog`), without a descriptor that would stay open. */
function filtered(filter: Buffer | null): string[] {
  if (filter === null || !canFilter()) return [];
  const script = `
    my $filter = pack("H*", shift);
    my $program = pack("S x6 P", length($filter) / 8, $filter);
    syscall(${PRCTL}, 22, 2, $program, 0, 0) == 0 or die "no filter: $!";
    exec { $ARGV[0] } @ARGV or die "$!"`;
  return [PERL, '-e', script, '--', filter.toString('hex')];
}

/** The command; `root` is an empty folder that only the server can change. */
export function unshareCommand(mounts: readonly Mount[], root: string, filter: Buffer | null): string[] {
  const namespaces = ['--user', '--map-root-user', '--mount', '--propagation', 'private', '--pid', '--ipc', '--uts', '--cgroup'];
  const order: readonly Mount['kind'][] = ['link', 'give', 'show', 'cover'];
  const places = order.flatMap((kind) =>
    mounts.filter((mount) => mount.kind === kind).flatMap((mount) => [mount.kind, sourceOf(mount), mount.at]),
  );
  const build = ['/bin/sh', '-c', BUILD_SCRIPT, 'fence', root, ...places, '--'];
  const reap = ['/bin/sh', '-c', REAP_SCRIPT, 'reaper'];
  return ['unshare', ...namespaces, '--fork', '--kill-child', '--', ...build, ...filtered(filter), ...reap];
}

function sourceOf(mount: Mount): string {
  if (mount.kind === 'link') return mount.to;
  return mount.kind === 'cover' ? '-' : mount.from;
}

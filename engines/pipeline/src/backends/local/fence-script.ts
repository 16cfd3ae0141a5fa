/**
 * First stage, run as root of a new user, mount and pid namespace with an empty environment. It covers what a step must not see,
 * keeps the workflow's own folders visible, and hands over to the second stage inside a second user namespace: there the
 * process has its real user id again and no power over these mounts (mount_namespaces(7): mounts that come from a more
 * privileged namespace are locked). Arguments: workRoot, shared folder, hand-over folder, uid, gid, number of kept paths,
 * kept paths, hidden paths.
 *
 * The order matters: folders are reached through the working directory (`.`), which stays reachable when covered;
 * `mount -c` keeps `.` as it is instead of resolving it to a path.
 */
export const FENCE_SCRIPT = `
exec 2>&1
set -e
root=$1 shared=$2 handover=$3 uid=$4 gid=$5 kept=$6
shift 6
cd "$shared"
mount --bind "$handover" handover
n=0
mount -t tmpfs -o size=1m,mode=0700 tmpfs stage
while [ "$n" -lt "$kept" ]; do
  if [ -d "$1" ]; then
    mkdir -p "stage/$n" && mount --bind "$1" "stage/$n" && printf '%s' "$1" >"stage/$n.path"
  fi
  n=$((n + 1))
  shift
done
mount -c --bind ./tmp /tmp
for hidden in "$@" "$root"; do
  if [ -d "$hidden" ]; then mount -t tmpfs -o size=1m,mode=0755 tmpfs "$hidden"; fi
done
mkdir -p "$shared"
mount -c --rbind . "$shared"
n=0
while [ "$n" -lt "$kept" ]; do
  if [ -f "stage/$n.path" ]; then
    path=$(cat "stage/$n.path")
    if mkdir -p "$path" 2>/dev/null; then mount -c --bind "./stage/$n" "$path"; fi
  fi
  n=$((n + 1))
done
umount -l "$shared/stage"
cd /
exec unshare --user --map-user="$uid" --map-group="$gid" -- /bin/sh -c "$STAGE_TWO" sh
`;

/**
 * Second stage: reads the step's environment from descriptor 3 (never from arguments or from the environment of the
 * stages before, where a variable like LD_PRELOAD would act outside the fence), then becomes the step.
 */
export const STAGE_TWO = `
exec 2>&1
unset STAGE_TWO PWD OLDPWD
set -e
eval "$(cat <&3)"
exec 3<&-
mkdir -p -- "$MOSAIC_STEP_DIRECTORY"
cd -- "$MOSAIC_STEP_DIRECTORY"
set -- "$MOSAIC_STEP_SHELL" "$MOSAIC_STEP_SCRIPT"
unset MOSAIC_STEP_DIRECTORY MOSAIC_STEP_SHELL MOSAIC_STEP_SCRIPT
exec "$1" -e "$2"
`;

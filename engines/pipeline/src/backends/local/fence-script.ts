/**
 * First stage of a step that is to run under an id of its own: root of this machine, or of a namespace with subordinate ids. It
 * makes the work root reachable for an id that may not enter the folders above it, gives the step its own folders and becomes
 * that id. All paths are the server's own. Arguments: work root, where it is to be seen, the workflow's folder in it, the
 * step's hand-over folder, the id, then the command.
 */
export const BECOME_SCRIPT = `
set -e
mount --bind "$1" "$2"
cd "$2/$3"
chown "$5:$5" workspace home tmp "handover/$4"
id=$5
shift 5
exec setpriv --reuid "$id" --regid "$id" --clear-groups --no-new-privs --pdeathsig KILL -- "$@"
`;

/**
 * Last stage, inside, under the step's limits: waits for the step's environment on descriptor 3 (never in arguments or in the
 * environment of the stages before, where a variable like LD_PRELOAD would act outside the fence), then becomes the step.
 */
export const STEP_SCRIPT = `
exec 2>&1
unset PWD OLDPWD
set -e
eval "$(cat <&3)"
exec 3<&-
[ -d "$MOSAIC_STEP_CHECKOUT" ] && [ -d "$MOSAIC_STEP_DIRECTORY" ] || mkdir -p -- "$MOSAIC_STEP_CHECKOUT" "$MOSAIC_STEP_DIRECTORY"
cd -- "$MOSAIC_STEP_DIRECTORY"
set -- "$MOSAIC_STEP_SHELL" -e "$MOSAIC_STEP_SCRIPT"
unset MOSAIC_STEP_CHECKOUT MOSAIC_STEP_DIRECTORY MOSAIC_STEP_SHELL MOSAIC_STEP_SCRIPT
exec "$@"
`;

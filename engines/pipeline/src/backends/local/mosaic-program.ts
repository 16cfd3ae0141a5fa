/**
 * The `mosaic` program inside a step: it copies into the hand-over folder, and the runner uploads from there when the step
 * has ended well, with its own credential. POSIX sh, the same for every backend.
 * Exit codes: 0 done, 1 failed with a message that says what to do, 2 wrong usage.
 */
export const MOSAIC_PROGRAM = `#!/bin/sh
usage() {
  cat >&2 <<'END'
usage: mosaic artifact upload PATH --name NAME

Hands a file or folder over when this step ends well. NAME is 1 to 100 letters,
digits, ".", "_" or "-", and begins with a letter or digit.
END
  exit 2
}
fail() {
  printf 'mosaic: %s\\n' "$1" >&2
  exit 1
}
[ "$1" = artifact ] && [ "$2" = upload ] || usage
shift 2
path= name= literal=
while [ $# -gt 0 ]; do
  case $literal$1 in
    --name) [ $# -ge 2 ] || usage; name=$2; shift ;;
    --name=*) name=\${1#--name=} ;;
    --) literal=/ ;;
    -*) usage ;;
    *) [ -z "$path" ] && [ -n "$1" ] || usage; path=$1 ;;
  esac
  shift
done
[ -n "$path" ] && [ -n "$name" ] || usage
case $name in
  *[!A-Za-z0-9._-]* | [!A-Za-z0-9]*) usage ;;
esac
[ \${#name} -le 100 ] || usage
[ -n "$MOSAIC_HANDOVER" ] && [ -d "$MOSAIC_HANDOVER" ] || fail 'there is no hand-over folder; this program works inside a pipeline step only'
case $path in -*) path=./$path ;; esac
[ ! -L "$path" ] || fail "$path is a link; name the file or folder itself"
[ -e "$path" ] || fail "$path does not exist; build it before this command, or correct the path"
[ ! -e "$MOSAIC_HANDOVER/$name" ] || fail "an artifact named $name was handed over already in this step; choose another name"
mkdir "$MOSAIC_HANDOVER/$name" || fail 'the hand-over folder cannot be written'
if [ -d "$path" ]; then
  cp -R -P "$path/." "$MOSAIC_HANDOVER/$name/" || fail "$path could not be copied"
elif [ -f "$path" ]; then
  cp -P "$path" "$MOSAIC_HANDOVER/$name/" || fail "$path could not be copied"
else
  rmdir "$MOSAIC_HANDOVER/$name"
  fail "$path is neither a file nor a folder"
fi
printf 'mosaic: %s will be handed over as %s\\n' "$path" "$name"
`;

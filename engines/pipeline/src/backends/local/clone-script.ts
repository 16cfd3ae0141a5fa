import { Buffer } from 'node:buffer';

import { MosaicError } from '@mosaic/platform/errors';

import type { CloneConfig } from '../../compile/workflow-config.ts';

/** Git settings of the runner's clone: nothing that a repository or this machine brings may run or ask. */
const SAFE_SETTINGS: readonly (readonly [string, string])[] = [
  ['core.hooksPath', '/dev/null'],
  ['core.fsmonitor', 'false'],
  ['protocol.allow', 'never'],
  ['protocol.http.allow', 'always'],
  ['protocol.https.allow', 'always'],
  ['submodule.recurse', 'false'],
  ['fetch.recurseSubmodules', 'false'],
  ['advice.detachedHead', 'false'],
  // The folder goes with its workflow; nothing of it is worth tidying, and the look alone costs a process.
  ['maintenance.auto', 'false'],
  ['gc.auto', '0'],
  ['credential.helper', ''],
];

/** How often a forge that does not answer is asked, with 1, 2, 3 … seconds between. */
const CLONE_TRIES = 6;

/**
 * A fetch of one commit by its SHA; servers that refuse that are asked for the ref. A forge that is briefly away (it restarts)
 * is asked again: that is no fault of the change. Clone steps of the author's own may have been here before, and may still run:
 * while the credential is in the environment, git's folder is a new one that only this step sees, and of the workspace only
 * objects are written, which git names by their content. The folder is laid out by hand (gitrepository-layout(5)), which spares three
 * processes before each first line. The credential is gone before git reads or runs anything of the workspace.
 */
export const CLONE_SCRIPT = `
printf 'Fetching %s of %s\\n' "$CLONE_SHA" "$CLONE_URL"
here=$PWD
if [ -h .git ] || [ ! -d .git ]; then rm -rf .git; fi
if [ -h .git/objects ] || [ ! -d .git/objects ]; then rm -rf .git/objects; fi
mkdir -p .git/objects "$CLONE_PRIVATE/git/refs/heads"
cd "$CLONE_PRIVATE"
printf 'ref: refs/heads/main\n' >git/HEAD
printf '%s' "$CLONE_CONFIG" >git/config
export GIT_DIR="$CLONE_PRIVATE/git" GIT_OBJECT_DIRECTORY="$here/.git/objects"
tried=1
until git fetch -q $CLONE_OPTIONS --no-recurse-submodules origin "$CLONE_SHA" 2>fetch.err ||
  git fetch -q $CLONE_TAGS --no-recurse-submodules origin "+$CLONE_REF:refs/remotes/origin/pipeline" 2>>fetch.err; do
  if [ "$tried" -ge ${CLONE_TRIES} ] || ! grep -Eiq 'connect|resolve|reset|timed out|empty reply|early eof|error: 50[234]' fetch.err; then
    cat fetch.err
    exit 1
  fi
  printf 'The forge does not answer; trying again in %s s\\n' "$tried"
  sleep "$tried"
  tried=$((tried + 1))
done
unset GIT_DIR GIT_OBJECT_DIRECTORY
cd "$here"
find .git -mindepth 1 -maxdepth 1 ! -name objects -exec rm -rf {} +
rm -f .git/objects/info/alternates
cp -R -P "$CLONE_PRIVATE/git/." .git/
rm -rf "$CLONE_PRIVATE/git" "$CLONE_PRIVATE/fetch.err"
bare=$(env -i PATH="$PATH" HOME="$HOME" GIT_CONFIG_NOSYSTEM=1 GIT_CONFIG_GLOBAL=/dev/null /bin/sh -c '
  git -c core.hooksPath=/dev/null -c core.fsmonitor=false -c advice.detachedHead=false checkout -q --detach "$1" >&2 &&
  git log -1 --format="%h %s"
' checkout "$CLONE_SHA") && printf '%s\\n' "$bare"
`;

/**
 * The environment of the clone, complete: nothing of the step's own, because it holds the credential. That is a header
 * bound to the forge's origin, so no redirect to another host carries it, and `.git/config` never sees it.
 * @throws MosaicError (`invalid_input`) when the address, commit or ref is of an unsafe form.
 */
export function cloneEnvironment(
  clone: CloneConfig,
  credential: { username: string; password: string } | undefined,
): Record<string, string> {
  const url = URL.canParse(clone.url) ? new URL(clone.url) : undefined;
  if (url === undefined || !/^https?:$/.test(url.protocol) || url.username !== '' || url.password !== '') {
    throw new MosaicError('invalid_input', 'The clone address must be http or https, without a user name or password.');
  }
  if (!/^(?:[0-9a-f]{40}|[0-9a-f]{64})$/.test(clone.sha)) throw new MosaicError('invalid_input', 'The commit to clone must be a full SHA.');
  if (!/^refs\/[^\s\0:^~?*[\\]+$/.test(clone.ref) || clone.ref.includes('..')) {
    throw new MosaicError('invalid_input', 'The ref to clone must be a full ref such as refs/heads/main.');
  }
  const settings = [...SAFE_SETTINGS];
  if (credential !== undefined) {
    const basic = Buffer.from(`${credential.username}:${credential.password}`).toString('base64');
    settings.push([`http.${url.origin}/.extraHeader`, `Authorization: Basic ${basic}`]);
  }
  const tags = clone.depth === 0 ? '--tags' : '--no-tags';
  return {
    CLONE_URL: clone.url,
    CLONE_CONFIG: configOf(clone.url),
    CLONE_SHA: clone.sha,
    CLONE_REF: clone.ref,
    CLONE_TAGS: tags,
    CLONE_OPTIONS: clone.depth === 0 ? tags : `${tags} --depth=${clone.depth}`,
    GIT_TERMINAL_PROMPT: '0',
    GIT_ASKPASS: '/bin/false',
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_CONFIG_GLOBAL: '/dev/null',
    GIT_CONFIG_COUNT: String(settings.length),
    ...Object.fromEntries(
      settings.flatMap(([key, value], index) => [
        [`GIT_CONFIG_KEY_${index}`, key],
        [`GIT_CONFIG_VALUE_${index}`, value],
      ]),
    ),
  };
}

/** What `git init` and `git remote add` would write (git-config(1), "Syntax"). */
function configOf(url: string): string {
  const quoted = url.replace(/["\\]/g, '\\$&').replaceAll('\n', '\\n').replaceAll('\t', '\\t');
  return [
    '[core]',
    '\trepositoryformatversion = 0',
    '\tfilemode = true',
    '\tbare = false',
    '[remote "origin"]',
    `\turl = "${quoted}"`,
    '\tfetch = +refs/heads/*:refs/remotes/origin/*',
    '',
  ].join('\n');
}

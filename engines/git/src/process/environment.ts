/**
 * Settings that hold for every git we start, whatever the repository's own file says.
 * They travel as GIT_CONFIG_* variables, which git treats as protected configuration (needed by safe.directory, git ≥ 2.38).
 */
const ALWAYS: Readonly<Record<string, string>> = {
  'safe.directory': '*',
  'core.hooksPath': '/dev/null',
  'core.fsmonitor': 'false',
  'core.quotePath': 'false',
  // One spelling of a ref is tried after the other until one fits; nobody reads the warning.
  'core.warnAmbiguousRefs': 'false',
  'gc.auto': '0',
  'maintenance.auto': 'false',
  'receive.autogc': 'false',
  // What one git may hold: two threads with a window each, a cache of deltas and one of their bases, at most 128 MiB together,
  // beside its list of objects and the largest one it touches (core.bigFileThreshold). git's own defaults have no such bound.
  'pack.threads': '2',
  'pack.windowMemory': '32m',
  'pack.deltaCacheSize': '32m',
  'core.deltaBaseCacheLimit': '16m',
  // Nothing we run has to reach another repository.
  'protocol.allow': 'never',
};

/** Who writes reflog entries when no person is named. */
const SELF = { name: 'MosAIc', email: 'git@mosaic.invalid' } as const;

export interface EnvironmentOptions {
  gitDir?: string | undefined;
  /** Further variables; they win over ours. */
  env?: Readonly<Record<string, string>> | undefined;
  /** Further settings for this one call, e.g. { 'receive.maxInputSize': '1000' }. */
  config?: Readonly<Record<string, string>> | undefined;
}

/**
 * The whole environment of a git process: nothing of the server's own leaks into it except PATH.
 * HOME is a file, so that no configuration, attributes or credentials can ever be found there.
 */
export function gitEnvironment(options: EnvironmentOptions, path: string | undefined): Record<string, string> {
  const settings = Object.entries({ ...ALWAYS, ...options.config });
  const env: Record<string, string> = {
    PATH: path ?? '/usr/local/bin:/usr/bin:/bin',
    HOME: '/dev/null',
    LC_ALL: 'C',
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_CONFIG_GLOBAL: '/dev/null',
    GIT_ATTR_NOSYSTEM: '1',
    GIT_TERMINAL_PROMPT: '0',
    GIT_LITERAL_PATHSPECS: '1',
    // A pushed refs/replace/* must not change what others read.
    GIT_NO_REPLACE_OBJECTS: '1',
    GIT_COMMITTER_NAME: SELF.name,
    GIT_COMMITTER_EMAIL: SELF.email,
    GIT_CONFIG_COUNT: String(settings.length),
  };
  settings.forEach(([key, value], index) => {
    env[`GIT_CONFIG_KEY_${index}`] = key;
    env[`GIT_CONFIG_VALUE_${index}`] = value;
  });
  if (options.gitDir !== undefined) env['GIT_DIR'] = options.gitDir;
  return { ...env, ...options.env };
}

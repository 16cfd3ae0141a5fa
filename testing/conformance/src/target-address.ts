/** A server beside ours that a suite is to be run against. */
export interface TargetAddress {
  /** Without a slash at its end. */
  url: string;
  /** By login. */
  tokens: Readonly<Record<string, string>>;
}

/**
 * The server that the environment names for a dialect: `GITEA_TARGET_URL=http://…` and `GITEA_TARGET_TOKENS=ada=…,bob=…`; null
 * where it names none, and ours is started.
 */
export function targetAddress(dialect: 'GITEA' | 'WOODPECKER'): TargetAddress | null {
  const url = process.env[`${dialect}_TARGET_URL`];
  if (url === undefined || url === '') return null;
  const pairs = (process.env[`${dialect}_TARGET_TOKENS`] ?? '').split(',').filter(Boolean);
  return {
    url: url.replace(/\/$/, ''),
    tokens: Object.fromEntries(pairs.map((pair) => pair.split(/=(.*)/s).slice(0, 2) as [string, string])),
  };
}

/**
 * The page of a submodule at its commit: relative addresses ("../lib") are of this installation, as git resolves them against
 * the clone address; http(s) ones lead to that site; others (ssh, files) have no page.
 */
export function submodulePage(url: string, at: { cloneUrl: string; sha: string }): string | null {
  const own = new URL(at.cloneUrl);
  const target = /^\.\.?\//.test(url) ? parse(url, `${own.href.replace(/\/$/, '')}/`) : parse(url);
  if (target === null || !/^https?:$/.test(target.protocol)) return null;
  const path = target.pathname.replace(/\.git\/?$/, '').replace(/\/$/, '');
  return target.origin === own.origin ? `${path}/src/commit/${at.sha}` : target.origin + path;
}

function parse(url: string, base?: string): URL | null {
  return URL.canParse(url, base) ? new URL(url, base) : null;
}

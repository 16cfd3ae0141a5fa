/**
 * The live address of an environment below the one public address: `production` is `<project>.<host>`, any other
 * `<environment>--<project>.<host>`.
 */
export function siteUrl(publicUrl: string, project: string, environment: string): string {
  const url = new URL(publicUrl);
  const label = environment === 'production' ? project : `${environment}--${project}`;
  return `${url.protocol}//${label}.${url.host}`;
}

/**
 * Where a private site takes back who signed in. The one path of ours on a site's host, below a name that hides nothing of
 * a site's: dot folders are never served.
 */
export const SITE_ENTER_PATH = '/.mosaic/enter';

/** The environment behind a host name such as "preview--hello.localhost", or null when it is none of ours. */
export function siteOfHost(publicUrl: string, host: string): { project: string; environment: string } | null {
  const own = `.${new URL(publicUrl).hostname}`;
  const name = host.replace(/:\d+$/, '').toLowerCase();
  if (!name.endsWith(own)) return null;
  const label = name.slice(0, -own.length);
  if (label === '' || label.includes('.')) return null;
  const cut = label.indexOf('--');
  return cut === -1 ? { project: label, environment: 'production' } : { project: label.slice(cut + 2), environment: label.slice(0, cut) };
}

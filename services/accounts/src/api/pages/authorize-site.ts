import { z } from 'zod';

import { SITE_ENTER_PATH, siteOfHost, siteUrl } from '@mosaic/contracts/mosaic';
import { MosaicError } from '@mosaic/platform/errors';
import { operation } from '@mosaic/platform/http';

import type { AccountsContext } from '../../context.ts';

/**
 * Hands a signed-in person on to a private site, which has a host name of its own and so never sees our cookie: back to
 * the site with a code that works once within a minute.
 */
export const authorizeSite = operation<AccountsContext>()({
  method: 'GET',
  path: '/-/sites/authorize',
  access: 'anyone',
  query: z.object({ return: z.string().max(2000) }),
  handle: async ({ query, caller, cause, raw, reply }, { settings, principals, links }) => {
    const site = siteAddress(query.return, settings.publicUrl);
    if (site === null) throw new MosaicError('invalid_input', 'The address to return to is not one of this installation’s sites.');
    if (raw.method === 'HEAD') throw new MosaicError('not_found', 'Open the address in a browser.');
    const principal = await principals.reader.byId(caller.id);
    reply.header('cache-control', 'no-store').header('referrer-policy', 'no-referrer');
    if (principal === undefined) return reply.redirect(`/-/sign-in?next=${encodeURIComponent(raw.url)}`, 303);
    const code = await links.writer.codeForSite(principal, { host: site.host, credentialId: caller.tokenId }, cause);
    const next = site.pathname + site.search;
    return reply.redirect(`${site.origin}${SITE_ENTER_PATH}?code=${code}&next=${encodeURIComponent(next)}`, 303);
  },
});

/** The address when it is of a site of ours, with our scheme and port; null otherwise. */
function siteAddress(text: string, publicUrl: string): URL | null {
  const url = URL.parse(text);
  if (url === null || url.username !== '' || url.password !== '') return null;
  const site = siteOfHost(publicUrl, url.host);
  return site !== null && url.origin === new URL(siteUrl(publicUrl, site.project, site.environment)).origin ? url : null;
}

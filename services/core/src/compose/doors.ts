import { siteOfHost } from '@mosaic/contracts/mosaic';
import { createHttpApp, listenWith, type Listening } from '@mosaic/platform/http';
import { createAuthenticator, createRepositoryAuthority } from '@mosaic/platform/identity';
import type { Health } from '@mosaic/platform/lifecycle';

import { createSiteAccess } from '../sites/site-access.ts';
import { createSiteServer } from '../sites/site-server.ts';
import { sitesFolder } from '../targets/targets.ts';
import type { Aggregates } from './aggregates.ts';
import type { CorePorts } from './ports.ts';

/** One listener: the hosts of sites to the site server, the platform's own names to the probes. */
export async function openDoors(
  { settings, log, keyring, accounts, forge, neighbours }: CorePorts,
  { sites }: Pick<Aggregates, 'sites'>,
  health: () => Promise<Health>,
): Promise<Listening> {
  const { publicUrl, hosts } = settings;
  const authenticator = createAuthenticator({ door: 'sites', accounts });
  const served = createSiteServer({
    publicUrl,
    folder: sitesFolder(settings.dataFolder),
    sites: sites.reader,
    access: createSiteAccess(createRepositoryAuthority(forge), neighbours.accounts),
    accounts: neighbours.accounts,
    authenticator,
    key: keyring.derive('core/site-cookie'),
    log,
  });
  const probes = createHttpApp({ name: 'core', log, hosts, health, authenticate: authenticator.authenticate });
  await Promise.all([served.ready(), probes.ready()]);
  return listenWith(
    {
      request: (request, response) => {
        const isOurs = siteOfHost(publicUrl, request.headers.host ?? '') === null;
        (isOurs ? probes : served).routing(request, response);
      },
      close: async () => void (await Promise.all([served.close(), probes.close()])),
    },
    settings,
  );
}

import { MosaicError } from '@mosaic/platform/errors';

import { openControl } from '../control.ts';
import { homeOf, type AddCommand } from './command.ts';

export const addSite: AddCommand = (program) => {
  const site = program.command('site').description('the files of sites');
  site
    .command('drop')
    .description('removes the files that an earlier deployment put live, e.g. since a secret is among them')
    .argument('<project>')
    .argument('<deployment>', 'its number, as "Deployments" shows it')
    .option('--environment <NAME>', 'where it went to', 'production')
    .action(async (project: string, deployment: string, { environment }: { environment: string }, command) => {
      if (!/^[1-9]\d{0,14}$/.test(deployment)) throw new MosaicError('invalid_input', 'The deployment must be a number.');
      await using control = await openControl(homeOf(command));
      const isDropped = await control.client.dropSiteFiles({ project, environment, deployment: Number(deployment) });
      console.log(
        isDropped
          ? `The files of deployment #${deployment} are gone. Browsers and proxies may still hold copies; revoke what leaked.`
          : `${environment} of ${project} holds no files of deployment #${deployment}.`,
      );
    });
};

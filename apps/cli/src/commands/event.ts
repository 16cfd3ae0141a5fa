import type { Door, Grant } from '@mosaic/contracts/mosaic';
import { expectOk, type Send } from '@mosaic/contracts/wire';
import { MosaicError } from '@mosaic/platform/errors';
import type { ParkedEvent } from '@mosaic/platform/events';
import { createSend } from '@mosaic/platform/http';

import { openControl, type Control } from '../control.ts';
import { homeOf, type AddCommand } from './command.ts';

/** Services with a feed of their own, whose door shows what their consumers have put aside. */
const SERVICES = ['accounts', 'forge', 'ci', 'mcp'] as const satisfies readonly Door[];

export const addEvent: AddCommand = (program) => {
  const event = program.command('event').description('events that a service could not take and has put aside');
  event
    .command('list')
    .description('which, and why')
    .option('--json', 'for programs')
    .action(async (options: { json?: boolean }, command) => {
      const found: (ParkedEvent & { service: string })[] = [];
      await atEach(homeOf(command), undefined, async (service, send) => {
        const answer = await expectOk(send, { method: 'GET', path: '/-/events/parked' });
        const { events } = (await answer.json()) as { events: ParkedEvent[] };
        found.push(...events.map((parked) => ({ ...parked, service })));
      });
      if (options.json === true) return console.log(JSON.stringify(found));
      if (found.length === 0) return console.log('No event is put aside.');
      for (const { service, consumer, seq, type, subject, error, attempts, parkedAt } of found)
        console.log(
          `${service} ${consumer} ${seq}  ${type} ${subject}\n  ${new Date(parkedAt).toISOString()}, ${attempts} tries: ${error}`,
        );
    });
  event
    .command('replay')
    .description('tries them again, within half a minute')
    .option('--service <NAME>', `one of ${SERVICES.join(', ')}; all when left out`)
    .option('--consumer <NAME>', 'only those of this consumer')
    .option('--seq <NUMBER>', 'only the one with this number')
    .action(async (options: { service?: string; consumer?: string; seq?: string }, command) => {
      const seq = options.seq === undefined ? undefined : Number(options.seq);
      if (seq !== undefined && !Number.isSafeInteger(seq)) throw new MosaicError('invalid_input', '--seq must be a number.');
      let count = 0;
      await atEach(homeOf(command), options.service, async (_service, send) => {
        const body = { ...(options.consumer === undefined ? {} : { consumer: options.consumer }), ...(seq === undefined ? {} : { seq }) };
        const answer = await expectOk(send, { method: 'POST', path: '/-/events/parked/replay', body });
        count += ((await answer.json()) as { replayed: number }).replayed;
      });
      console.log(count === 0 ? 'No such event is put aside.' : `${count} will be tried again; look with: mosaic event list`);
    });
};

async function atEach(
  home: string | undefined,
  only: string | undefined,
  work: (service: string, send: Send) => Promise<void>,
): Promise<void> {
  const wanted = SERVICES.filter((name) => only === undefined || name === only);
  if (wanted.length === 0) throw new MosaicError('invalid_input', `--service knows ${SERVICES.join(', ')}; not ${only ?? ''}.`);
  await using control = await openControl(home);
  await using person = await control.signIn();
  const grants = wanted.map((name): Grant => `${name}:feed:admin`);
  const token = await person.token({ name: 'event', doors: [...wanted], grants });
  for (const service of wanted) {
    await using send = createSend({
      baseUrl: urlOf(control, service),
      headers: () => ({ authorization: `Bearer ${token}` }),
      connections: 1,
    });
    await work(service, send);
  }
}

function urlOf({ info }: Control, service: string): string {
  const found = info.system.services.find(({ name }) => name === service);
  if (found === undefined || found.url === '')
    throw new MosaicError('unavailable', `The service ${service} does not run; "mosaic status" says why.`);
  return found.url;
}

import type { Door, Grant } from '@mosaic/contracts/mosaic';
import { expectOk, type Send } from '@mosaic/contracts/wire';
import { MosaicError } from '@mosaic/platform/errors';
import type { ParkedEvent } from '@mosaic/platform/events';
import { createSend } from '@mosaic/platform/http';

import { openControl, type Control, type SignedIn } from '../control.ts';
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
      await using control = await openControl(homeOf(command));
      await using person = await control.signIn();
      const found = await listParked(control, person);
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
      const wanted = SERVICES.filter((name) => options.service === undefined || name === options.service);
      if (wanted.length === 0)
        throw new MosaicError('invalid_input', `--service knows ${SERVICES.join(', ')}; not ${options.service ?? ''}.`);
      await using control = await openControl(homeOf(command));
      await using person = await control.signIn();
      await atEach({ control, person }, wanted, async (_service, send) => {
        const body = { ...(options.consumer === undefined ? {} : { consumer: options.consumer }), ...(seq === undefined ? {} : { seq }) };
        const answer = await expectOk(send, { method: 'POST', path: '/-/events/parked/replay', body });
        count += ((await answer.json()) as { replayed: number }).replayed;
      });
      console.log(count === 0 ? 'No such event is put aside.' : `${count} will be tried again; look with: mosaic event list`);
    });
};

/** What the services have put aside. */
export async function listParked(control: Control, person: SignedIn): Promise<(ParkedEvent & { service: string })[]> {
  const found: (ParkedEvent & { service: string })[] = [];
  await atEach({ control, person }, SERVICES, async (service, send) => {
    const answer = await expectOk(send, { method: 'GET', path: '/-/events/parked' });
    const { events } = (await answer.json()) as { events: ParkedEvent[] };
    found.push(...events.map((parked) => ({ ...parked, service })));
  });
  return found;
}

type ServiceName = (typeof SERVICES)[number];

/** At the door of each that runs, with a token for its feed alone. */
async function atEach(
  { control, person }: { control: Control; person: SignedIn },
  wanted: readonly ServiceName[],
  work: (service: string, send: Send) => Promise<void>,
): Promise<void> {
  const running = control.info.system.services.filter(
    ({ name, url, state }) => wanted.some((own) => own === name) && url !== '' && state !== 'down',
  );
  const grants = wanted.map((name): Grant => `${name}:feed:admin`);
  const token = await person.token({ name: 'event', doors: [...wanted], grants });
  for (const { name, url } of running) {
    await using send = createSend({ baseUrl: url, headers: () => ({ authorization: `Bearer ${token}` }), connections: 1 });
    await work(name, send);
  }
}

import type { ParkedEvent, SystemStatus } from '@mosaic/contracts/mosaic';

/** Something wrong with the installation that people must be told of. */
export interface Trouble {
  /** The same for as long as it lasts, whatever its words; at most 190 characters. */
  cause: string;
  /** Whether it must be seen at two looks in a row: services are down for a moment at every start. */
  mayPass: boolean;
  title: string;
  /** Markdown. */
  body: string;
  /** Path of the page about it. */
  path: string;
  /** "owner/name" where it is about one repository. */
  repository: string;
}

/** Parked events that are named in one entry. */
const NAMED = 5;
const ERROR_LENGTH = 500;
const CAUSE_LENGTH = 190;
const SYSTEM_PAGE = '/-/system/health';

/** One for each consumer that has parked events, and one for each service that is not well for a reason of its own. */
export function troublesOf({ services, parked }: SystemStatus): Trouble[] {
  const consumers = Map.groupBy(parked, ({ service, consumer }) => `${service} ${consumer}`);
  return [
    ...[...consumers].map(([key, events]) => ofParked(`parked ${key}`, events)),
    ...services
      .filter(({ state, follows }) => state !== 'ok' && follows === undefined)
      .map(({ name, state, reason = '' }): Trouble => ({
        cause: `service ${name}`,
        mayPass: true,
        title: state === 'down' ? `The service ${name} is down` : `The service ${name} is not wholly well`,
        body: `${quoted(reason)}\n\nThe system page and \`mosaic doctor\` show how it goes on.`,
        path: SYSTEM_PAGE,
        repository: '',
      })),
  ];
}

/** What its owner is told of a repository that the forge cannot read any more. */
export function ofDamaged(repository: string): Trouble {
  return {
    cause: `damaged forge ${repository}`.slice(0, CAUSE_LENGTH),
    mayPass: false,
    title: `${repository} is damaged`,
    body: [
      'Files of the repository are lost or cannot be read, so parts of it answer "damaged". Nothing else is concerned.',
      'Ask an administrator to restore it from a backup. Or, where you have a whole clone: delete the repository, make it anew and push it with `git push --mirror`.',
    ].join('\n\n'),
    path: `/${repository.split('/').map(encodeURIComponent).join('/')}`,
    repository,
  };
}

/** Whether the owner of a repository is told, not the administrators: they hear of it from the service. */
export function isOfOwner(cause: string): boolean {
  return cause.startsWith('damaged ');
}

/** The service that a cause is of. */
export function serviceOf(cause: string): string {
  return cause.split(' ')[1] ?? '';
}

function ofParked(cause: string, events: readonly ParkedEvent[]): Trouble {
  const { service = '', consumer = '' } = events[0] ?? {};
  const lines = events.slice(0, NAMED).map(({ seq, type, subject, error }) => {
    const about = subject === '' ? '' : ` about ${code(subject)}`;
    return `- Event ${seq}, ${code(type)}${about}:\n\n${quoted(error, '      ')}`;
  });
  const byItself = events.some(({ replay }) => replay)
    ? ['What may pass by itself is tried again for ten minutes; this entry is over when nothing is left.']
    : [];
  const more = events.length > NAMED ? [`- and ${events.length - NAMED} more`] : [];
  return {
    cause: cause.slice(0, CAUSE_LENGTH),
    mayPass: false,
    title: `${service} has put ${events.length === 1 ? 'an event' : `${events.length} events`} aside`,
    body: [
      `The consumer ${code(consumer)} of the service ${code(service)} could not take ${events.length === 1 ? 'this event' : 'these events'} and goes on without:`,
      ...lines,
      ...more,
      ...byItself,
      `\`mosaic event list\` shows all that is put aside. Mend the cause, then \`mosaic event replay --service ${service} --consumer ${consumer}\` has it tried again.`,
    ].join('\n\n'),
    path: SYSTEM_PAGE,
    repository: '',
  };
}

/** Foreign text as a code block, so that nothing in it is markup. */
function quoted(text: string, indent = '    '): string {
  return text
    .slice(0, ERROR_LENGTH)
    .split(/\r?\n/)
    .map((line) => `${indent}${line}`)
    .join('\n');
}

function code(text: string): string {
  return `\`${text.replaceAll('`', "'").replace(/\s+/g, ' ')}\``;
}

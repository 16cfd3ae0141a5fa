import type { Requirement } from '@mosaic/contracts/wire';

/** Behaviours of one noun, each by the rest of its id. */
type Behaviours = Readonly<Record<string, string>>;

/** What the other services rely on; what people see of accounts is tested beside it alone. */
const NOUNS = {
  credentials: {
    'introspect.token': 'A good token stands for its principal, with its own doors, grants, repositories and end.',
    'introspect.password': 'A name in any case with its password stands for all that the role allows, at every door.',
    'introspect.inactive': 'What is not known, wrong or revoked is inactive, and nothing else is said of it.',
    'introspect.403': 'Only services ask whom a credential stands for.',
    'get.200': 'Whose a token is can be asked by its id, until it ends.',
    'get.403': 'Only services ask whose an id is.',
    'site.200': "A site's code says whom it lets in, where, and by which session, once.",
    'site.404': 'A code that nobody made lets nobody in.',
    'site.403': 'Only services redeem codes.',
  },
  principals: {
    'get.200': 'A principal is found by its name in any case.',
    'get.404': 'A principal that does not exist is not found.',
    'list.200': 'All principals are listed, each once.',
    'agents.200': 'Agents are listed with their role and how they are run, and nobody else.',
    '401': 'Without a credential nobody is told of anybody.',
  },
  tokens: {
    'create.201': 'A token is made as each member says, for oneself where nobody is named.',
    'create.narrowed': 'A grant with a wildcard is narrowed to what the role of whose it is allows.',
    'create.403': 'Nobody makes a token for another, nor one that may do more than its maker; an administrator does the former.',
    'create.401': 'Without a credential nobody makes a token.',
    'revoke.204': 'A revoked token ends at once.',
    'revoke.404': 'A token that does not exist is not found, nor is one of somebody else.',
  },
  attempts: {
    'open.201':
      "The token of an attempt carries the role's work in the task's repository alone, says which attempt it is for, and takes no task.",
    'open.409': 'An attempt has one token.',
    'open.foreign': 'Only an agent has one, and only by a token of its own.',
    'open.403': 'Nobody but the platform begins an attempt.',
    'keep.204': 'The token of an attempt is prolonged with its lease.',
    'keep.404': 'One that has ended, or never was, stays so.',
    'end.204': 'The token of an attempt is ended, however often that is asked.',
    'end.403': 'Nobody but the platform prolongs or ends an attempt.',
  },
  system: {
    'get.200': 'How each service is, is told.',
    'get.403': 'It is told to administrators and the platform alone.',
  },
} as const satisfies Record<string, Behaviours>;

type Nouns = typeof NOUNS;

/** "accounts.tokens.revoke.404". */
export type AccountsRequirement = { [N in keyof Nouns]: `accounts.${N}.${keyof Nouns[N] & string}` }[keyof Nouns];

/** What accounts must show to the services that ask it, by id. */
export const ACCOUNTS_REQUIREMENTS = Object.fromEntries(
  Object.entries<Behaviours>(NOUNS).flatMap(([noun, behaviours]) =>
    Object.entries(behaviours).map(([id, behaviour]) => [`accounts.${noun}.${id}`, { behaviour, source: 'ours' }]),
  ),
) as Record<AccountsRequirement, Requirement>;

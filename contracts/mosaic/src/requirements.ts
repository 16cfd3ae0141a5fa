import type { Requirement } from '@mosaic/contracts/wire';

/** Behaviours of one noun, each by the rest of its id. */
type Behaviours = Readonly<Record<string, string>>;

/** What the other services rely on of accounts; what people see of it is tested beside it alone. */
const ACCOUNTS = {
  applications: {
    'create.201':
      'An application is answered as it was sent, with a client id and a secret of its own, and listed among those of its owner.',
    'create.422': 'An address to which nobody can be led back is refused.',
    'replace.200': 'An application is said anew, keeps its client id and gets another secret.',
    'delete.204': 'A deleted application is listed no more.',
    'others.404': "Another's application is neither changed nor deleted.",
    'others.403': 'Only who may handles the applications of others, and nobody without a credential.',
  },
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

/** What the other services rely on of the forge beside Gitea's contract. */
const FORGE = {
  views: {
    'together.200': 'What somebody may see of many repositories, by id or by name in any case, is one answer, each as far as they may.',
    'together.403': 'Only the platform asks for the eyes of others.',
  },
  search: {
    'lines.200': 'The lines of a repository that hold a text, in any case, are found at a ref, else at the default branch.',
    'lines.404': 'A repository that is hidden is not found.',
  },
  hooks: {
    'deliver.202': 'An event of the past is given to a hook by who administers the repository.',
    'deliver.404': 'A hook of somebody else is not found, nor is one that does not exist.',
  },
  damaged: {
    'list.200': 'A repository that was found damaged is told of.',
    'list.403': 'It is told to the platform alone.',
  },
  feed: {
    'read.after': 'Facts come in their order after a number, so many at a time, with the number to go on from.',
    'read.waits': 'Where there is no fact yet, the answer waits for the next one, as long as is asked.',
    'read.403': 'Only the platform reads facts.',
  },
} as const satisfies Record<string, Behaviours>;

type IdsOf<Service extends string, Nouns> = { [N in keyof Nouns & string]: `${Service}.${N}.${keyof Nouns[N] & string}` }[keyof Nouns &
  string];

/** "accounts.tokens.revoke.404". */
export type AccountsRequirement = IdsOf<'accounts', typeof ACCOUNTS>;
/** "forge.feed.read.after". */
export type ForgeRequirement = IdsOf<'forge', typeof FORGE>;

function requirementsOf(service: string, nouns: Readonly<Record<string, Behaviours>>): Record<string, Requirement> {
  return Object.fromEntries(
    Object.entries(nouns).flatMap(([noun, behaviours]) =>
      Object.entries(behaviours).map(([id, behaviour]) => [`${service}.${noun}.${id}`, { behaviour, source: 'ours' }]),
    ),
  );
}

/** What accounts must show to the services that ask it, by id. */
export const ACCOUNTS_REQUIREMENTS = requirementsOf('accounts', ACCOUNTS) as Record<AccountsRequirement, Requirement>;
/** What the forge must show to the services that ask it for what Gitea has not, by id. */
export const FORGE_REQUIREMENTS = requirementsOf('forge', FORGE) as Record<ForgeRequirement, Requirement>;

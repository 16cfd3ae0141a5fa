import type { Requirement } from '@mosaic/contracts/wire';

/** Behaviours of one noun, each by the rest of its id, and where upstream states them. */
interface Noun {
  /** A path in Gitea 1.26, or several. */
  source: string;
  behaviours: Readonly<Record<string, string>>;
}

const NOUNS = {
  hooks: {
    source: 'routers/api/v1/repo/hook.go; routers/api/v1/utils/hook.go',
    behaviours: {
      'create.201': 'A new hook is answered, inactive unless it was asked for active, and listed in its repository.',
      'create.members': 'Each member of a new hook is as it was sent, and what was left out has its default.',
      'create.type': 'A hook may be of type gitea or gogs.',
      'create.422': 'A hook without an address, or with members that no hook can have, is refused.',
      'create.earlier': 'The pushes that came before a hook are delivered to it first, where that is asked for.',
      forbidden: 'Who may not administer the repository sees, adds, changes and tries out no hook.',
      'secret.hidden': "A hook's secret is in no answer.",
      'list.pages': 'Hooks are listed in the order in which they were made, page by page.',
      'get.200': 'One hook is answered as it is listed.',
      'get.404': 'A hook that does not exist, or is another repository’s, is not found.',
      'edit.200': 'Each member of a hook can be changed.',
      'edit.keeps': 'What a change leaves out stays as it was.',
      'edit.secret': 'The secret can be changed.',
      'edit.404': 'A hook that does not exist cannot be changed.',
      'delete.204': 'A deleted hook is neither listed nor found.',
      'delete.404': 'A hook that does not exist cannot be deleted.',
      'test.204': 'A hook that is tried out gets the newest push of the default branch.',
      'test.404': 'A hook that does not exist cannot be tried out.',
      'sent.signed': 'A delivery is signed with the secret.',
      'sent.authorization': 'A delivery carries the authorization that was set last.',
    },
  },
} as const satisfies Record<string, Noun>;

type Nouns = typeof NOUNS;

/** "gitea.hooks.delete.204". */
export type GiteaRequirement = {
  [N in keyof Nouns]: `gitea.${N}.${keyof Nouns[N]['behaviours'] & string}`;
}[keyof Nouns];

/** What a forge of Gitea's dialect must show, by id. */
export const GITEA_REQUIREMENTS = Object.fromEntries(
  Object.entries<Noun>(NOUNS).flatMap(([noun, { source, behaviours }]) =>
    Object.entries(behaviours).map(([id, behaviour]) => [`gitea.${noun}.${id}`, { behaviour, source }]),
  ),
) as Record<GiteaRequirement, Requirement>;

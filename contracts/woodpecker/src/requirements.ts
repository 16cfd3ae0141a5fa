import type { Requirement } from '@mosaic/contracts/wire';

/** Behaviours of one noun, each by the rest of its id, and where upstream states them. */
interface Noun {
  /** A path in Woodpecker 3.17, or several. */
  source: string;
  behaviours: Readonly<Record<string, string>>;
}

const NOUNS = {
  user: {
    source: 'server/api/user.go',
    behaviours: {
      'self.200': 'Who asks is told who they are, and whether they administer the server.',
      'repos.200': 'The repositories of the caller are listed with their newest pipeline, those that are off only where all are asked for.',
      'repos.name': 'The list can be of one name alone.',
      '401': 'Without a credential nobody is anybody.',
    },
  },
  repositories: {
    source: 'server/api/repo.go; server/router/middleware/session/repo.go',
    behaviours: {
      'activate.200': 'CI is turned on for a repository of the forge, and a webhook is added there.',
      'activate.again': 'Turning it on again answers the same repository and adds no second webhook.',
      'activate.403': 'Who does not administer the repository at the forge cannot turn CI on.',
      'activate.unknown': 'A repository that the forge does not have is not found.',
      'lookup.200': 'A repository is found by owner and name.',
      'lookup.hidden': 'Who may not read a repository does not find it by its name either.',
      'get.200': 'A repository is answered with its settings.',
      'get.404': 'A repository that does not exist is not found.',
      hidden: 'Who may not read a repository finds nothing below it.',
      'hidden.anyone': 'One without a credential is told the same of a hidden repository as of none.',
      'list.pages': 'An administrator lists all repositories by name, page by page, or those that are on alone.',
      'list.403': 'Nobody else lists all repositories.',
      'edit.200': 'Each setting can be changed, and is shown as it was set.',
      'edit.400': 'A setting that no repository can have is refused.',
      'edit.403': 'Who does not administer a repository changes none of its settings.',
      'edit.trust': 'An administrator of the server trusts a repository; its own administrator cannot.',
      'delete.200': 'CI is turned off and the webhook goes; with `remove` the repository is forgotten.',
      'delete.running': 'A repository whose pipelines run is not forgotten; that is a conflict.',
      'delete.403': 'Who does not administer a repository cannot turn CI off.',
      'permissions.200': 'What the forge allows the caller is told.',
      'permissions.404': 'Nothing is told of a repository that does not exist.',
      'branches.pages': 'The branches are those of the forge, page by page.',
      'branches.404': 'A repository that does not exist has no branches.',
    },
  },
  pipelines: {
    source: 'server/api/pipeline.go; server/pipeline',
    behaviours: {
      'push.runs': 'A push makes a pipeline that runs to success, with an exit code and times of each step.',
      'tag.runs': 'A tag makes a pipeline of the event `tag`.',
      'delete.branch': 'A deleted branch makes no pipeline.',
      'failure.fails': 'A step that fails makes its workflow and pipeline fail.',
      'depends.waits': 'A workflow runs after those that it depends on, and is skipped where they fail.',
      'error.words': 'A file that cannot be read gives the status `error` with what is wrong.',
      'list.200': 'Pipelines are listed newest first, without what is below them, page by page.',
      'list.branch': 'The list can be of one branch alone.',
      'list.filters': 'Each filter of the list leaves out what it does not name.',
      'list.400': 'A filter that names what there cannot be is refused.',
      'list.404': 'A repository that does not exist has no pipelines.',
      hidden: 'Who may not read a repository finds none of its pipelines, reads no log of theirs and runs none again.',
      'latest.200': 'The latest pipeline is the newest of a push to the branch, the default one where none is named.',
      'latest.404': 'A branch without a push has no latest pipeline.',
      'get.200': 'A pipeline is answered with its workflows and their steps.',
      'get.404': 'A pipeline that does not exist is not found.',
      'config.200': 'The files that a pipeline ran with are answered.',
      'config.404': 'A pipeline that does not exist has no files.',
      'manual.200': 'A pipeline by hand runs the head of a branch with the variables that it is given.',
      'manual.404': 'A branch that does not exist runs nothing, and is not found.',
      'manual.403': 'Who may read but not push starts nothing.',
      'manual.off': 'Where CI is off, nothing is started by hand.',
      'restart.200': 'A pipeline runs again as a new one that names the former, with the variables of the address.',
      'restart.404': 'A pipeline that does not exist cannot run again.',
      'restart.403': 'Who may read but not push runs nothing again.',
      'restart.off': 'Where CI is off, nothing runs again.',
      'deploy.200': 'A deployment of a pipeline has a target and its own workflows.',
      'deploy.403': 'Where the repository allows no deployments, none is made.',
      'deploy.400': 'No other event can be asked for.',
      'cancel.204': 'A pipeline that waits or runs is killed or canceled, with who did it.',
      'cancel.over': 'A pipeline that is over cannot be canceled; that is a conflict.',
      'cancel.404': 'A pipeline that does not exist cannot be canceled.',
      'approve.200': 'A pipeline that waits for approval runs once it is approved.',
      'approve.over': 'One that does not wait cannot be approved; that is a conflict.',
      'approve.404': 'A pipeline that does not exist cannot be approved.',
      'decline.200': 'A declined pipeline never runs.',
      'decline.over': 'One that does not wait cannot be declined; that is a conflict.',
      'decline.404': 'A pipeline that does not exist cannot be declined.',
      'supersede.kills': 'Where a repository says so, a newer pipeline of an event stops the older ones of its branch.',
      'delete.204': 'A removed pipeline is gone.',
      'delete.running': 'A pipeline that runs cannot be removed; that is a conflict.',
      'delete.404': 'A pipeline that does not exist cannot be removed.',
    },
  },
  logs: {
    source: 'server/api/pipeline.go; server/api/stream.go',
    behaviours: {
      'list.200': 'The lines of a step are answered in their order, in base64.',
      'list.404': 'A step that does not exist has no lines.',
      'stream.lines': 'The lines of a step that runs come one by one, numbered from 1, and `eof` ends them with the step.',
      'stream.over': 'Of a step that is over all lines come, then `eof`; after Last-Event-ID those that follow it.',
      'stream.404': 'A step that does not exist has no stream.',
    },
  },
  events: {
    source: 'server/api/stream.go',
    behaviours: {
      'stream.200': 'Each change of a pipeline comes with its repository.',
      'stream.hidden': 'A change of a hidden repository comes to nobody else.',
    },
  },
  secrets: {
    source: 'server/api/repo_secret.go',
    behaviours: {
      'create.200': 'A secret is made as each member says, and shown without its value.',
      'create.400': 'A secret without a value, a name or an event is refused.',
      'create.taken': 'A name that is taken is a conflict.',
      'create.403': 'Who may not push makes no secret.',
      'list.pages': 'Secrets are listed page by page, without values.',
      'list.403': 'Who may not push sees no secret.',
      'get.200': 'One secret is found by its name.',
      'get.404': 'A secret that does not exist is not found.',
      'edit.200': 'Each member of a secret can be changed, and the others stay.',
      'edit.404': 'A secret that does not exist cannot be changed.',
      'delete.204': 'A removed secret is gone.',
      'delete.404': 'A secret that does not exist cannot be removed.',
    },
  },
  agents: {
    source: 'server/api/agent.go; server/rpc/rpc.go',
    behaviours: {
      'list.pages': 'An administrator lists who runs workflows, page by page.',
      'get.200': 'One of them is answered as it is listed.',
      'get.404': 'One that does not exist is not found.',
      'tasks.200': 'What an agent runs is told, and nothing of what others run.',
      'tasks.404': 'An agent that does not exist runs nothing.',
      'edit.200': 'An agent can be named, and kept from taking work.',
      'edit.404': 'An agent that does not exist cannot be changed.',
      'pause.waits': 'While no agent may take work, workflows wait; once one may again, they run.',
      '403': 'Nobody else sees or changes an agent.',
    },
  },
  queue: {
    source: 'server/api/queue.go',
    behaviours: {
      'info.200': 'What runs, what waits for others of its pipeline and what waits for an agent is told apart, with its pipeline.',
      'info.403': 'Only an administrator sees the queue.',
    },
  },
  system: {
    source: 'server/api/hook.go; server/router/router.go; server/router/middleware/session/user.go',
    behaviours: {
      'version.200': 'The version is told to anyone.',
      'token.401': 'A credential that does not count is refused everywhere, also where none is needed.',
      'hook.200': 'The word of a push makes a pipeline, which is answered.',
      'hook.delivery': 'The same delivery again answers the same pipeline.',
      'hook.signature': 'A word whose signature does not fit is refused.',
      'hook.400': 'A word without a token of the repository is refused.',
      'hook.filtered': 'A message that says so makes no pipeline, and the header says that it was filtered.',
      'hook.off': 'A word of a repository that is off makes no pipeline.',
    },
  },
} as const satisfies Record<string, Noun>;

type Nouns = typeof NOUNS;

/** "woodpecker.pipelines.cancel.204". */
export type WoodpeckerRequirement = {
  [N in keyof Nouns]: `woodpecker.${N}.${keyof Nouns[N]['behaviours'] & string}`;
}[keyof Nouns];

/** What a CI server of Woodpecker's dialect must show, by id. */
export const WOODPECKER_REQUIREMENTS = Object.fromEntries(
  Object.entries<Noun>(NOUNS).flatMap(([noun, { source, behaviours }]) =>
    Object.entries(behaviours).map(([id, behaviour]) => [`woodpecker.${noun}.${id}`, { behaviour, source }]),
  ),
) as Record<WoodpeckerRequirement, Requirement>;

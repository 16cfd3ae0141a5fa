import './applications.ts';
import './collaborators.ts';
import './commits.ts';
import './contents.ts';
import './door.ts';
import './fork-pulls.ts';
import './forks.ts';
import './git-data.ts';
import './git.ts';
import './hooks.ts';
import './keys.ts';
import './issue-search.ts';
import './issues.ts';
import './organizations.ts';
import './protections.ts';
import './pulls.ts';
import './refs.ts';
import './repositories.ts';
import './reviews.ts';
import './scheduled-merges.ts';
import './server.ts';
import './statuses.ts';
import './teams.ts';
import './users.ts';
import './webhooks.ts';

/** With every case of it. */
export { suite } from './suite.ts';

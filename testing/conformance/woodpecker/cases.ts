import './agents.ts';
import './events.ts';
import './hook.ts';
import './logs.ts';
import './pipeline-reviews.ts';
import './pipelines.ts';
import './queue.ts';
import './repositories.ts';
import './runs.ts';
import './secrets.ts';
import './system.ts';
import './user.ts';

/** With every case of it. */
export { suite } from './suite.ts';

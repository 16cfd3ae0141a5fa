import './damaged.ts';
import './feed.ts';
import './hooks.ts';
import './search.ts';
import './views.ts';

/** With every case of it. */
export { suite } from './suite.ts';

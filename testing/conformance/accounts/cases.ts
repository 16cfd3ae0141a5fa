import './applications.ts';
import './attempts.ts';
import './credentials.ts';
import './principals.ts';
import './system.ts';
import './tokens.ts';

/** With every case of it. */
export { suite } from './suite.ts';

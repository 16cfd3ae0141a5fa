import './hooks.ts';

/** With every case of it. */
export { suite } from './suite.ts';

export type { House } from './house.ts';
export { COMPOSE } from './list.ts';

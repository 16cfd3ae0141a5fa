export type { StackContext } from './stack-context.ts';
export { COMPOSE } from './list.ts';

export { openControlClient, type Controlled } from './control-client.ts';

export { checkKey } from './check-key.ts';
export { startServer, type Server } from './server.ts';
export { runInForeground, wordsOf, type Ready } from './foreground.ts';

export { startServer, type Server } from './server.ts';
export { runInForeground, wordsOf, type Ready } from './foreground.ts';

export { startServer, type Server } from './server.ts';
export { runInForeground, type Ready } from './foreground.ts';

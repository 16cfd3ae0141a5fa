export { createHttpApp, type HttpApp, type HttpAppOptions } from './app.ts';
export { clientAddress, EDGE_PROOF, edgeProof } from './client-address.ts';
export { bearerOf, credentialOf } from './credential.ts';
export { mountEventFeed } from './event-feed.ts';
export { listen, listenWith, type Handler, type Listening } from './listen.ts';
export { mountOperations, operation, type Access, type Operation, type Request } from './operation.ts';
export { PROBLEM_STATUS, sendProblem } from './problem.ts';
export { createSend, type SendOptions } from './send.ts';
export { newTraceId, traceIdOf, traceparent } from './trace.ts';

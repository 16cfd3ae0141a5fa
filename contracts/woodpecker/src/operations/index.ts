export * from './agents.ts';
export * from './logs.ts';
export * from './pipelines.ts';
export * from './queue.ts';
export * from './repositories.ts';
export * from './secrets.ts';
export * from './user.ts';
export * from './version.ts';
export { PagingQuery, PipelineParams, StepParams } from './parameters.ts';

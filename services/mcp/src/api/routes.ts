import { protectedResource, protectedResourceOfOrigin } from './protected-resource.ts';

/** Operations beside `/mcp` itself. */
export const ROUTES = [protectedResource, protectedResourceOfOrigin];

export const tokenKeys = { own: ['tokens'] as const };

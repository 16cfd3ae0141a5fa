export const sessionKeys = { own: ['session'] as const };

export const systemKeys = { status: ['system'] as const };

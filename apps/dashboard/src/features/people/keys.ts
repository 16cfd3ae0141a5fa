export const peopleKeys = { list: ['principals'] as const };

export const goKeys = { target: (text: string) => ['go', text] as const };

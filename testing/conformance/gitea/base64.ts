/** A text as the API writes contents of files. */
export const base64 = (text: string): string => Buffer.from(text).toString('base64');

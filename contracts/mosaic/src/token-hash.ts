import { z } from 'zod';

/** SHA-256 of a token's secret, in hexadecimal digits: accounts never learns the secret itself. */
export const TokenHash = z.string().regex(/^[0-9a-f]{64}$/, 'use the SHA-256 of the token, as 64 lower-case hexadecimal digits');

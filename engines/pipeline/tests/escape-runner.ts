import { canFence, tryEscapes, type BuilderName } from '../src/index.ts';

/** Tries every way out on this machine as the user that runs it. Arguments: builder, a folder of its own. */
const [builder, folder] = process.argv.slice(2) as [BuilderName, string];
process.env['MOSAIC_TEST_LEAK'] = 'leaked';

const fence = await canFence(builder);
process.stdout.write(JSON.stringify({ answer: fence, ...(await tryEscapes(folder, fence)) }));

import { runSuite } from '../src/run-suite.ts';
import { suite } from './cases.ts';
import { openForge } from './target.ts';

runSuite(suite, { isOurs: true, open: openForge });

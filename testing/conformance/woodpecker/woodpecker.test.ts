import { runSuite } from '../src/run-suite.ts';
import { suite } from './cases.ts';
import { woodpeckerTarget } from './target.ts';

runSuite(suite, woodpeckerTarget);

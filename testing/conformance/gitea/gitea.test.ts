import { runSuite } from '../src/run-suite.ts';
import { suite } from './cases.ts';
import { giteaTarget } from './target.ts';

runSuite(suite, giteaTarget);

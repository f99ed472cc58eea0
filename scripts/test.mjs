import { buildProduct } from './build-product.mjs';
import { run, setUp } from './set-up.mjs';

setUp();
buildProduct();
const isPassed = run('vitest', ['run', ...process.argv.slice(2)]);
process.exit(isPassed ? 0 : 1);

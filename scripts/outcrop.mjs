import { buildProduct } from './build-product.mjs';
import { setUp } from './set-up.mjs';

setUp();
buildProduct(['cli']);
// npm runs scripts in the repository's root; files are named from where the user is.
if (process.env.INIT_CWD) process.chdir(process.env.INIT_CWD);
await import('../apps/cli/dist/main.mjs');

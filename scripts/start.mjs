import { buildProduct } from './build-product.mjs';
import { setUp } from './set-up.mjs';

setUp();
buildProduct(['sdk', 'web', 'server']);
await import('../apps/server/dist/main.mjs');

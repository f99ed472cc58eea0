import { buildProduct } from './build-product.mjs';
import { setUp } from './set-up.mjs';

setUp();
buildProduct();

import { buildProduct } from './build-product.mjs';
import { setUp } from './set-up.mjs';

// The AWS SDK's word on Node 20 is for those who choose its version; here only the sample calls use it.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= 'true';
setUp();
buildProduct(['sdk', 'web', 'server']);
await import('../apps/server/dist/main.mjs');

// Lets the thread read TypeScript when the store runs from source: `--import tsx` does not reach threads on Node 20.
import { register } from 'tsx/esm/api';

register();
await import('./sqlite-worker.ts');

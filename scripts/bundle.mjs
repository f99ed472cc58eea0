import { build } from 'tsdown';

// By its API, not its command line, which tells everybody who starts Outcrop on Node 20 that it will need Node 22.
const [outDir] = process.argv.slice(2);
await build({ logLevel: 'error', ...(outDir && { outDir }) });

export { readConfig } from './config.ts';
export type { ServerConfig } from './config.ts';
export { createServer } from './create-server.ts';
export type { OutcropServer, ServerDependencies } from './create-server.ts';
export { startServer } from './start-server.ts';
export type { RunningServer } from './start-server.ts';

import path from 'node:path';
import { findTracedModule } from './traced-module.ts';
import { appendInstrumentation } from './write-instrumentation.ts';

interface LoaderContext {
  resourcePath: string;
  callback(error: null, code: string, ...sourceMapAndMeta: unknown[]): void;
}

/** A loader of webpack, Rspack and Turbopack: traces the module of a client library that it is given. */
// oxlint-disable-next-line import/no-default-export -- what a loader is
export default function traceModule(this: LoaderContext, code: string, ...sourceMapAndMeta: unknown[]): void {
  const module = findTracedModule(this.resourcePath);
  // Turbopack takes an absolute path for one below the root of the project.
  const traced = module && appendInstrumentation(code, module, path.dirname(this.resourcePath));
  this.callback(null, traced ?? code, ...sourceMapAndMeta);
}

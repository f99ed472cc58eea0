import {
  carrierPackagePattern,
  describeOutside,
  findTracedModule,
  tracedFilePattern,
  tracedImportPattern,
} from './traced-module.ts';
import { appendInstrumentation, writeExternalModule } from './write-instrumentation.ts';

interface ResolveContext {
  resolve(
    source: string,
    importer: string | undefined,
    options: { skipSelf: true; isEntry: boolean },
  ): Promise<{ external: unknown } | null>;
  warn(message: string): void;
}

type IsExternal = (
  source: string,
  importer: string | undefined,
  isResolved: boolean,
) => boolean | null | void;

/** Rollup's option `external` in its forms. */
export type External = string | RegExp | readonly (string | RegExp)[] | IsExternal;

/** The part of Rollup's plugin interface that is used; a plugin for Rollup, Rolldown and, with more, Vite. */
export interface RollupPlugin {
  name: string;
  options<Options extends { external?: External }>(options: Options): Options;
  resolveId: {
    order: 'pre';
    filter: { id: RegExp[] };
    handler(
      this: ResolveContext,
      source: string,
      importer: string | undefined,
      options: { isEntry: boolean },
    ): Promise<{ id: string; moduleSideEffects: true } | { id: string; external: true } | null>;
  };
  load: { filter: { id: RegExp }; handler(id: string): string | null };
  transform: {
    order: 'pre';
    filter: { id: RegExp };
    handler(code: string, id: string): { code: string; map: null } | null;
  };
}

const externalPrefix = '\0outcrop-external:';

/** Rollup plugin: Bedrock calls of the bundle are traced as the hook would trace them. */
export function outcrop(): RollupPlugin {
  let isNamedExternal: IsExternal | undefined;
  return {
    name: 'outcrop',
    // What the option `external` names never reaches a plugin, so the packages in question are asked about here.
    options(options) {
      if (options.external === undefined) return options;
      const isNamed = readExternal(options.external);
      isNamedExternal = isNamed;
      return {
        ...options,
        external: (source: string, importer: string | undefined, isResolved: boolean) =>
          !isAskedAbout(source, importer) && isNamed(source, importer, isResolved),
      };
    },
    resolveId: {
      order: 'pre',
      filter: { id: [tracedImportPattern, carrierPackagePattern] },
      async handler(source, importer, options) {
        if (!isAskedAbout(source, importer)) return null;
        const resolved = await this.resolve(source, importer, { isEntry: options.isEntry, skipSelf: true });
        // What nobody resolves is left outside by Rollup as well.
        const isOutside =
          !resolved || Boolean(resolved.external) || isNamedExternal?.(source, importer, false) === true;
        if (!isOutside) return null;
        if (!carrierPackagePattern.test(source))
          return { id: externalPrefix + source, moduleSideEffects: true };
        const warning = describeOutside(source);
        if (warning) this.warn(warning);
        return { id: source, external: true };
      },
    },
    load: {
      filter: { id: /^\0outcrop-external:/ },
      handler: (id) =>
        id.startsWith(externalPrefix) ? writeExternalModule(id.slice(externalPrefix.length), 'esm') : null,
    },
    transform: {
      order: 'pre',
      filter: { id: tracedFilePattern },
      handler(code, id) {
        const module = id.startsWith('\0') ? undefined : findTracedModule(id);
        return module ? { code: appendInstrumentation(code, module), map: null } : null;
      },
    },
  };
}

function isAskedAbout(source: string, importer: string | undefined): boolean {
  return (
    carrierPackagePattern.test(source) ||
    (tracedImportPattern.test(source) && !importer?.startsWith(externalPrefix))
  );
}

function readExternal(external: External): IsExternal {
  if (typeof external === 'function') return external;
  const names = Array.isArray(external)
    ? (external as readonly (string | RegExp)[])
    : [external as string | RegExp];
  return (source) => names.some((name) => (typeof name === 'string' ? name === source : name.test(source)));
}

import { isForNode, traceBundle, type Compilation, type Compiler } from './trace-bundle.ts';
import { describeOutside } from './traced-module.ts';

/** What webpack and Rspack call a module outside the bundle that is loaded as an ES module. */
const outsidePattern = /^external (?:module|import) "([^"]+)"/;

/**
 * Plugin for webpack and Rspack: Bedrock calls of a bundle for Node are traced as the hook would trace them, and what
 * cannot be is said. Bundles for other targets are left alone.
 */
export class OutcropPlugin {
  apply(compiler: Compiler): void {
    traceBundle(compiler);
    compiler.hooks.thisCompilation.tap('OutcropPlugin', (compilation) => {
      if (isForNode(compiler)) warnOfModulesOutside(compilation);
    });
  }
}

/** Node has loaded an ES module before the bundle's first statement, so before the hook in it. */
function warnOfModulesOutside(compilation: Compilation): void {
  compilation.hooks.finishModules.tap('OutcropPlugin', (modules) => {
    for (const module of modules) {
      const [, source] = outsidePattern.exec(module.identifier()) ?? [];
      const warning = source && describeOutside(source);
      if (warning) compilation.warnings.push(new Error(warning));
    }
  });
}

import { outcrop as outcropForRollup, type RollupPlugin } from './rollup.ts';

/** The part of Vite's plugin interface that is used. */
export interface VitePlugin extends RollupPlugin {
  enforce: 'pre';
  applyToEnvironment(environment: { config: { consumer: string } }): boolean;
  configureServer(): Promise<void>;
}

/**
 * Vite plugin, from Vite 6: Bedrock calls of code built for a server are traced as the hook would trace them, and those
 * of the development server too. Code built for browsers is left alone.
 */
export function outcrop(): VitePlugin {
  return {
    ...outcropForRollup(),
    enforce: 'pre',
    applyToEnvironment: ({ config }) => config.consumer === 'server',
    // The development server loads packages in its own process, past the plugins.
    async configureServer() {
      await import('../hook.ts');
    },
  };
}

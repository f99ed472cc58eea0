import { hookModuleLoading } from '../instrumentation/hook-module-loading.ts';

// In front of a bundle: what it loads by `require` while it runs passes here.
hookModuleLoading();

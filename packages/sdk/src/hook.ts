import { hookEsModules } from './es-modules/hook-es-modules.ts';
import { hookModuleLoading } from './instrumentation/hook-module-loading.ts';

hookModuleLoading();
hookEsModules(new URL('es-module-loader.mjs', import.meta.url));

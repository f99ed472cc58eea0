import { hookModuleLoading } from './instrumentation/hook-module-loading.ts';

hookModuleLoading();

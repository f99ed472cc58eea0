import { hookModuleLoading } from './instrumentation/aws-sdk/hook-module-loading.ts';

hookModuleLoading();

import type { Command } from '../command.ts';
import { modelsAdd } from './models-add.ts';
import { modelsList } from './models-list.ts';
import { modelsRemove } from './models-remove.ts';
import { modelsUpdate } from './models-update.ts';
import { providersAdd } from './providers-add.ts';
import { providersList } from './providers-list.ts';
import { providersRemove } from './providers-remove.ts';
import { providersTest } from './providers-test.ts';
import { providersUpdate } from './providers-update.ts';

/** In the order in which the help lists them. */
export const commands: readonly Command[] = [
  providersAdd,
  providersList,
  providersTest,
  providersUpdate,
  providersRemove,
  modelsAdd,
  modelsList,
  modelsUpdate,
  modelsRemove,
];

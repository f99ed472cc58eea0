import { listModels } from '@outcrop/bedrock';

/** A model of the catalog, as the gateway serves it. */
export interface RegistryModel {
  id: string;
  displayName?: string;
}

let registry: ReadonlyMap<string, RegistryModel> | undefined;

/** The models and profiles of the catalog by their ids. */
export function listRegistry(): ReadonlyMap<string, RegistryModel> {
  registry ??= new Map(listModels().map(({ id, name }) => [id, { id, ...(name && { displayName: name }) }]));
  return registry;
}

import { findCatalogId } from './find-catalog-id.ts';
import { modelsJson } from './models.generated.ts';

/** A model or profile of the catalog. Absent means no source says. */
export interface CatalogModel {
  id: string;
  name?: string;
  mode?: 'chat' | 'embedding' | 'rerank' | 'image_generation' | 'image_edit';
  /** Tokens. */
  contextWindow?: number;
  maxOutputTokens?: number;
  inputModalities?: string[];
  supports?: Record<string, boolean>;
  promptCacheMinTokens?: number;
  /** US dollars apiece: `outputCostPerImage`, `inputCostPerQuery`, `inputCostPerVideoSecond` … */
  unitPrices?: Record<string, number>;
  deprecationDate?: string;
  /** Keys of {@link ModelCatalog.sources}. */
  sources: string[];
  /** What each source said of a field on which they differ. */
  disagreements?: Record<string, Record<string, number>>;
}

/** All models, and where the data comes from. */
export interface ModelCatalog {
  asOf: string;
  sources: Record<string, string>;
  /** By which rule one of several sources was believed. */
  chosenBy: string;
  models: Record<string, Omit<CatalogModel, 'id'>>;
}

let catalog: ModelCatalog | undefined;

/** The whole catalog, parsed on first use. Not to be changed. */
export function getModelCatalog(): ModelCatalog {
  catalog ??= JSON.parse(modelsJson) as ModelCatalog;
  return catalog;
}

/** The catalog's entry for a model id, profile id or an ARN that names one. */
export function findModel(id: string): CatalogModel | undefined {
  const { models } = getModelCatalog();
  const listed = findCatalogId(id, (candidate) => Object.hasOwn(models, candidate));
  const model = listed === undefined ? undefined : models[listed];
  return listed !== undefined && model ? { id: listed, ...model } : undefined;
}

/** Every model and profile of the catalog. */
export function listModels(): CatalogModel[] {
  return Object.entries(getModelCatalog().models).map(([id, model]) => ({ id, ...model }));
}

import { listModels, parseModelId } from '@outcrop/bedrock';
import type { CatalogModel } from '@outcrop/bedrock';

import type { JsonObject } from '../json.ts';
import { jsonAnswer } from './operation.ts';
import type { EmulatedOperation } from './operation.ts';

const region = 'us-east-1';

/** By the catalog's mode; the others write text. */
const outputModalities: Readonly<Record<string, string>> = {
  embedding: 'EMBEDDING',
  image_generation: 'IMAGE',
  image_edit: 'IMAGE',
};

/** The control plane's list of models, from Outcrop's catalog. */
export const listFoundationModels: EmulatedOperation = {
  name: 'ListFoundationModels',
  method: 'GET',
  path: /^\/foundation-models$/u,
  answer: () =>
    jsonAnswer({
      modelSummaries: listModels()
        .filter(({ id }) => parseModelId(id).kind === 'base')
        .map(renderModel),
    }),
};

function renderModel(model: CatalogModel): JsonObject {
  return {
    modelId: model.id,
    modelArn: modelArn(model.id),
    modelName: model.name ?? model.id,
    providerName: parseModelId(model.id).provider,
    inputModalities: (model.inputModalities ?? ['text']).map((modality) => modality.toUpperCase()),
    outputModalities: [outputModalities[model.mode ?? ''] ?? 'TEXT'],
    responseStreamingSupported: model.mode === 'chat',
    inferenceTypesSupported: ['ON_DEMAND'],
    modelLifecycle: { status: 'ACTIVE' },
  };
}

function modelArn(modelId: string): string {
  return `arn:aws:bedrock:${region}::foundation-model/${modelId}`;
}

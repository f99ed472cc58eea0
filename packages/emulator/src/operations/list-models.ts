import { listModels, parseModelId } from '@outcrop/bedrock';
import type { CatalogModel } from '@outcrop/bedrock';

import { emulatorAccount } from '../auth/credential-store.ts';
import type { JsonObject } from '../json.ts';
import { jsonAnswer } from './operation.ts';
import type { EmulatedOperation } from './operation.ts';

const region = 'us-east-1';

/** The control plane's list of models, from Outcrop's catalog. */
export const listFoundationModels: EmulatedOperation = {
  name: 'ListFoundationModels',
  method: 'GET',
  path: /^\/foundation-models$/u,
  answer: () => jsonAnswer({ modelSummaries: listOfKind('base').map(renderModel) }),
};

/** The control plane's list of cross-Region profiles, from Outcrop's catalog. */
export const listInferenceProfiles: EmulatedOperation = {
  name: 'ListInferenceProfiles',
  method: 'GET',
  path: /^\/inference-profiles$/u,
  answer: () => jsonAnswer({ inferenceProfileSummaries: listOfKind('system-profile').map(renderProfile) }),
};

function listOfKind(kind: 'base' | 'system-profile'): CatalogModel[] {
  return listModels().filter((model) => parseModelId(model.id).kind === kind);
}

function renderModel(model: CatalogModel): JsonObject {
  return {
    modelId: model.id,
    modelArn: modelArn(model.id),
    modelName: model.name ?? model.id,
    providerName: parseModelId(model.id).provider,
    inputModalities: (model.inputModalities ?? ['text']).map((modality) => modality.toUpperCase()),
    outputModalities: [model.mode === 'embedding' ? 'EMBEDDING' : 'TEXT'],
    responseStreamingSupported: model.mode === 'chat',
    inferenceTypesSupported: ['ON_DEMAND'],
    modelLifecycle: { status: 'ACTIVE' },
  };
}

function renderProfile(model: CatalogModel): JsonObject {
  return {
    inferenceProfileId: model.id,
    inferenceProfileArn: `arn:aws:bedrock:${region}:${emulatorAccount}:inference-profile/${model.id}`,
    inferenceProfileName: model.name ?? model.id,
    models: [{ modelArn: modelArn(parseModelId(model.id).baseModelId ?? model.id) }],
    status: 'ACTIVE',
    type: 'SYSTEM_DEFINED',
  };
}

function modelArn(modelId: string): string {
  return `arn:aws:bedrock:${region}::foundation-model/${modelId}`;
}

import { findModel, listModels, parseModelId } from '@outcrop/bedrock';

import { emulatorAccount } from '../auth/credential-store.ts';
import type { JsonObject } from '../json.ts';
import { ServiceError } from '../service-error.ts';
import { jsonAnswer } from './operation.ts';
import type { EmulatedOperation, ModelsBehind } from './operation.ts';
import { readPathSegment } from './path-segment.ts';

const region = 'us-east-1';
const createdAt = '2026-01-01T00:00:00Z';

/** Where a cross-Region profile may send a call; the global one's model has no Region in its ARN as well. */
const destinations: Readonly<Record<string, readonly string[]>> = {
  us: ['us-east-1', 'us-east-2', 'us-west-2'],
  eu: ['eu-central-1', 'eu-west-1', 'eu-west-3'],
  apac: ['ap-northeast-1', 'ap-southeast-1', 'ap-southeast-2'],
  jp: ['ap-northeast-1', 'ap-northeast-3'],
  au: ['ap-southeast-2', 'ap-southeast-4'],
  global: [region, ''],
};

/** The control plane's list: cross-Region profiles of Outcrop's catalog, or the application profiles of `modelsBehind`. */
export const listInferenceProfiles: EmulatedOperation = {
  name: 'ListInferenceProfiles',
  method: 'GET',
  path: /^\/inference-profiles$/u,
  answer({ request, modelsBehind }) {
    const type = new URLSearchParams(request.query).get('type') ?? 'SYSTEM_DEFINED';
    return jsonAnswer({
      inferenceProfileSummaries:
        type === 'APPLICATION' ? listApplicationProfiles(modelsBehind) : listSystemProfiles(),
    });
  },
};

export const getInferenceProfile: EmulatedOperation = {
  name: 'GetInferenceProfile',
  method: 'GET',
  path: /^\/inference-profiles\/[^/]+$/u,
  answer({ request, modelsBehind }) {
    const asked = readPathSegment(request, 1);
    const application = listApplicationProfiles(modelsBehind).find(
      ({ inferenceProfileArn, inferenceProfileId }) =>
        asked === inferenceProfileArn || asked === inferenceProfileId,
    );
    const model = parseModelId(asked).kind === 'system-profile' ? findModel(asked) : undefined;
    const profile = application ?? (model && renderSystemProfile(model.id, model.name));
    if (!profile)
      throw new ServiceError('ResourceNotFoundException', 'Could not find the inference profile.');
    return jsonAnswer(profile);
  },
};

function listSystemProfiles(): JsonObject[] {
  return listModels()
    .filter(({ id }) => parseModelId(id).kind === 'system-profile')
    .map(({ id, name }) => renderSystemProfile(id, name));
}

function renderSystemProfile(id: string, name = id): JsonObject {
  const arn = `arn:aws:bedrock:${region}:${emulatorAccount}:inference-profile/${id}`;
  return { ...renderProfile({ arn, name, modelId: id }), type: 'SYSTEM_DEFINED' };
}

function listApplicationProfiles(modelsBehind: ModelsBehind): JsonObject[] {
  return Object.entries(modelsBehind)
    .filter(([arn]) => parseModelId(arn).kind === 'application-profile')
    .map(([arn, modelId]) => ({ ...renderProfile({ arn, name: 'app', modelId }), type: 'APPLICATION' }));
}

function renderProfile({ arn, name, modelId }: { arn: string; name: string; modelId: string }): JsonObject {
  const { profilePrefix, baseModelId = modelId } = parseModelId(modelId);
  const regions = (profilePrefix && destinations[profilePrefix]) || [region];
  return {
    inferenceProfileName: name,
    inferenceProfileArn: arn,
    inferenceProfileId: arn.slice(arn.indexOf('/') + 1),
    models: regions.map((place) => ({
      modelArn: `arn:aws:bedrock:${place}::foundation-model/${baseModelId}`,
    })),
    status: 'ACTIVE',
    createdAt,
    updatedAt: createdAt,
  };
}

import { countInputTokens } from '../answer/prompt-cache.ts';
import { getFamily } from '../families/find-family.ts';
import { asObject, asString, isJsonObject } from '../json.ts';
import { invalidRequest } from '../service-error.ts';
import { checkOperationModel } from '../model-id/check-model-id.ts';
import { jsonAnswer } from './operation.ts';
import type { EmulatedOperation } from './operation.ts';
import { parseJsonBody, parseModelBody } from './parse-body.ts';
import { readConverseRequest } from '../converse/read-converse-request.ts';
import { validateConverseRequest } from '../converse/validate-converse-request.ts';

export const countTokensOperation: EmulatedOperation = {
  name: 'CountTokens',
  method: 'POST',
  path: /^\/model\/(.+)\/count-tokens$/u,
  answer({ modelId, request }) {
    checkOperationModel(modelId);
    const input = asObject(parseJsonBody(request.body).input);
    if (isJsonObject(input.converse)) {
      validateConverseRequest(input.converse, modelId);
      return jsonAnswer({ inputTokens: countInputTokens(readConverseRequest(input.converse, modelId)) });
    }
    if (!isJsonObject(input.invokeModel)) {
      throw invalidRequest("The input must have exactly one of 'converse' and 'invokeModel'.");
    }
    const body = parseModelBody(Buffer.from(asString(input.invokeModel.body), 'base64'));
    const family = getFamily(modelId, body);
    if (family.kind === 'generation') {
      return jsonAnswer({ inputTokens: countInputTokens(family.readRequest(body, modelId)) });
    }
    const { inputTokens } = family.answer(body);
    if (inputTokens === undefined)
      throw invalidRequest("The provided model doesn't support counting tokens.");
    return jsonAnswer({ inputTokens });
  },
};

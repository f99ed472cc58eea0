import { countTokens } from '../answer/tokenize.ts';
import { asNumber, asObject, asString, canonicalJson } from '../json.ts';
import { embedText } from './embedding.ts';
import type { DirectFamily } from './family.ts';
import { missingKey } from './missing-key.ts';

const kinds = ['text', 'image', 'video', 'audio'] as const;

/** https://docs.aws.amazon.com/nova/latest/userguide/embeddings-schema.html */
export const novaEmbeddings: DirectFamily = {
  kind: 'direct',
  name: 'nova-embeddings',
  matchesModel: (modelName) => /^amazon\.nova-.*embeddings/u.test(modelName),
  matchesBody: (body) => body.taskType === 'SINGLE_EMBEDDING',
  answer(body) {
    const params = asObject(body.singleEmbeddingParams);
    const kind = kinds.find((name) => name in params);
    if (body.taskType !== 'SINGLE_EMBEDDING') throw missingKey('taskType');
    if (kind === undefined) throw missingKey('singleEmbeddingParams');
    const text = kind === 'text' ? asString(asObject(params.text).value) : canonicalJson(params[kind]);
    const embedding = embedText(text, asNumber(params.embeddingDimension) ?? 3072);
    return {
      body: { embeddings: [{ embeddingType: kind.toUpperCase(), embedding }] },
      inputTokens: kind === 'text' ? countTokens(text) : 0,
    };
  },
};

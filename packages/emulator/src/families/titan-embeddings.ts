import { countTokens } from '../answer/tokenize.ts';
import { asNumber, asString, asStrings } from '../json.ts';
import { embedText } from './embedding.ts';
import type { DirectFamily } from './family.ts';
import { missingKey } from './missing-key.ts';

export const titanEmbeddings: DirectFamily = {
  kind: 'direct',
  name: 'titan-embeddings',
  matchesModel: (modelName) => modelName.startsWith('amazon.titan-embed'),
  matchesBody: (body) => 'inputText' in body && !('textGenerationConfig' in body),
  answer(body) {
    if (typeof body.inputText !== 'string') {
      throw missingKey('inputText');
    }
    const text = asString(body.inputText);
    const embedding = embedText(text, asNumber(body.dimensions) ?? 1024);
    const inputTokens = countTokens(text);
    const types = asStrings(body.embeddingTypes);
    const embeddingsByType = {
      ...(types.includes('float') || types.length === 0 ? { float: embedding } : {}),
      ...(types.includes('binary') ? { binary: embedding.map((value) => (value > 0 ? 1 : 0)) } : {}),
    };
    return { body: { embedding, embeddingsByType, inputTextTokenCount: inputTokens }, inputTokens };
  },
};

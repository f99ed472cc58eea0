import { rankTexts } from '../../agents/knowledge-base.ts';
import { asArray, asNumber, asObject, asString } from '../../json.ts';
import { checkModelId } from '../../model-id/check-model-id.ts';
import { invalidRequest } from '../../service-error.ts';
import { jsonAnswer } from '../operation.ts';
import type { EmulatedOperation } from '../operation.ts';
import { parseJsonBody } from '../parse-body.ts';

export const rerank: EmulatedOperation = {
  name: 'Rerank',
  method: 'POST',
  path: /^\/rerank$/u,
  answer({ request }) {
    const body = parseJsonBody(request.body);
    const configuration = asObject(asObject(body.rerankingConfiguration).bedrockRerankingConfiguration);
    checkModelId(asString(asObject(configuration.modelConfiguration).modelArn));
    const texts = asArray(body.sources).map(readSource);
    if (texts.length === 0) throw invalidRequest('1 validation error detected: sources must not be empty');
    const query = asString(asObject(asObject(asArray(body.queries)[0]).textQuery).text);
    const ranked = rankTexts(query, texts).slice(0, asNumber(configuration.numberOfResults) ?? texts.length);
    return jsonAnswer({ results: ranked.map(({ index, score }) => ({ index, relevanceScore: score })) });
  },
};

function readSource(source: unknown): string {
  const document = asObject(asObject(source).inlineDocumentSource);
  return document.type === 'JSON'
    ? JSON.stringify(document.jsonDocument)
    : asString(asObject(document.textDocument).text);
}

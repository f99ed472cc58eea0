import { renderReference, searchKnowledge } from '../../agents/knowledge-base.ts';
import { asNumber, asObject, asString } from '../../json.ts';
import type { JsonObject } from '../../json.ts';
import { invalidRequest } from '../../service-error.ts';
import { jsonAnswer } from '../operation.ts';
import type { EmulatedOperation } from '../operation.ts';
import { parseJsonBody } from '../parse-body.ts';
import { checkKnowledgeBaseId } from './check-knowledge-base-id.ts';
import { readPathLabels } from './read-path-labels.ts';

const path = /^\/knowledgebases\/(?<knowledgeBaseId>[^/]+)\/retrieve$/u;
const defaultResults = 5;

export const retrieve: EmulatedOperation = {
  name: 'Retrieve',
  method: 'POST',
  path,
  answer({ request }) {
    checkKnowledgeBaseId(readPathLabels(request.path, path).knowledgeBaseId);
    const body = parseJsonBody(request.body);
    const query = asString(asObject(body.retrievalQuery).text);
    if (query === '')
      throw invalidRequest(
        "Value at 'retrievalQuery.text' failed to satisfy constraint: Member must not be empty",
      );
    const isBlocked = body.guardrailConfiguration !== undefined && /\bblocked\b/iu.test(query);
    return jsonAnswer({
      ...(body.guardrailConfiguration === undefined
        ? {}
        : { guardrailAction: isBlocked ? 'INTERVENED' : 'NONE' }),
      retrievalResults: isBlocked ? [] : findResults(query, asObject(body.retrievalConfiguration)),
    });
  },
};

function findResults(query: string, configuration: JsonObject): JsonObject[] {
  const count = asNumber(asObject(configuration.vectorSearchConfiguration).numberOfResults) ?? defaultResults;
  return searchKnowledge(query, count).map((found) => ({ ...renderReference(found), score: found.score }));
}

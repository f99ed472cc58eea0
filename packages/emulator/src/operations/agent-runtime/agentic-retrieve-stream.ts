import { searchKnowledge } from '../../agents/knowledge-base.ts';
import { asArray, asObject, asString } from '../../json.ts';
import type { JsonObject } from '../../json.ts';
import { invalidRequest } from '../../service-error.ts';
import type { EmulatedOperation, StreamEvent } from '../operation.ts';
import { parseJsonBody } from '../parse-body.ts';

export const agenticRetrieveStream: EmulatedOperation = {
  name: 'AgenticRetrieveStream',
  method: 'POST',
  path: /^\/agenticRetrieveStream$/u,
  answer({ request }) {
    const body = parseJsonBody(request.body);
    const query = asString(asObject(asObject(asArray(body.messages).at(-1)).content).text);
    if (query === '')
      throw invalidRequest("Value at 'messages' failed to satisfy constraint: Member must not be empty");
    const sourceRetriever = { identifier: 'EMULATORKB' };
    const results = searchKnowledge(query, 2).map(({ text, uri }) => ({
      content: { mimeType: 'text/plain', text },
      metadata: { uri },
      sourceRetriever,
    }));
    const answer = results[0]?.content.text ?? '';
    const actions = [{ retrieve: { inputQuery: { text: query }, sourceRetrievers: [sourceRetriever] } }];
    const isGenerating = body.generateResponse === true;
    return {
      kind: 'stream',
      headers: {},
      events: [
        trace('Planning', 'IN_PROGRESS', {}),
        trace('Planning', 'SUCCEEDED', { actions }),
        trace('Retrieval', 'IN_PROGRESS', { actions }),
        trace('Retrieval', 'SUCCEEDED', { retrievalResponse: results }),
        ...(isGenerating ? [{ type: 'responseEvent', payload: { text: answer }, tokens: 10 }] : []),
        {
          type: 'result',
          payload: { results, ...(isGenerating ? { generatedResponse: { answer, citations: [] } } : {}) },
          tokens: 0,
        },
      ],
    };
  },
};

function trace(step: string, status: string, members: JsonObject): StreamEvent {
  const attributes = { message: `${step} ${status.toLowerCase()}`, status, step, ...members };
  return {
    type: 'traceEvent',
    payload: { attributes, id: `${step}-${status}`, timestamp: Date.now() },
    tokens: 0,
  };
}

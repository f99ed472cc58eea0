import { renderReference, searchKnowledge } from '../../agents/knowledge-base.ts';
import { splitIntoDeltas } from '../../answer/split-into-deltas.ts';
import { asObject, asString, digestJson } from '../../json.ts';
import type { JsonObject } from '../../json.ts';
import { checkModelId } from '../../model-id/check-model-id.ts';
import { invalidRequest } from '../../service-error.ts';
import { jsonAnswer } from '../operation.ts';
import type { EmulatedOperation, OperationCall, StreamEvent } from '../operation.ts';
import { parseJsonBody } from '../parse-body.ts';
import { checkKnowledgeBaseId } from './check-knowledge-base-id.ts';

export const retrieveAndGenerate: EmulatedOperation = {
  name: 'RetrieveAndGenerate',
  method: 'POST',
  path: /^\/retrieveAndGenerate$/u,
  answer(call) {
    const { text, citation, sessionId } = generate(call);
    return jsonAnswer({ citations: [citation], guardrailAction: 'NONE', output: { text }, sessionId });
  },
};

export const retrieveAndGenerateStream: EmulatedOperation = {
  name: 'RetrieveAndGenerateStream',
  method: 'POST',
  path: /^\/retrieveAndGenerateStream$/u,
  answer(call) {
    const { text, citation, sessionId } = generate(call);
    const deltas = splitIntoDeltas(text).map((delta): StreamEvent => ({
      type: 'output',
      payload: { text: delta.text },
      tokens: delta.tokens,
    }));
    return {
      kind: 'stream',
      headers: { 'x-amzn-bedrock-knowledge-base-session-id': sessionId },
      events: [
        { type: 'guardrail', payload: { action: 'NONE' }, tokens: 0 },
        ...deltas,
        { type: 'citation', payload: { citation, ...citation }, tokens: 0 },
      ],
    };
  },
};

interface Generation {
  text: string;
  citation: JsonObject;
  sessionId: string;
}

function generate({ request, scriptedText }: OperationCall): Generation {
  const body = parseJsonBody(request.body);
  const prompt = asString(asObject(body.input).text);
  const configuration = asObject(body.retrieveAndGenerateConfiguration);
  const knowledgeBase = asObject(configuration.knowledgeBaseConfiguration);
  if (prompt === '')
    throw invalidRequest("Value at 'input.text' failed to satisfy constraint: Member must not be empty");
  if (configuration.type === 'KNOWLEDGE_BASE') {
    checkKnowledgeBaseId(asString(knowledgeBase.knowledgeBaseId));
    checkModelId(asString(knowledgeBase.modelArn));
  }
  const [found] = searchKnowledge(prompt, 1);
  const text = scriptedText ?? `${found?.text ?? ''} That is what the documents say.`;
  const span = { start: 0, end: Math.max(0, text.length - 1) };
  return {
    text,
    citation: {
      generatedResponsePart: { textResponsePart: { span, text } },
      retrievedReferences: found ? [renderReference(found)] : [],
    },
    sessionId: asString(body.sessionId) || digestJson(body).toString('hex').slice(0, 32),
  };
}

import { asObject, asString } from '../../json.ts';
import { checkModelId } from '../../model-id/check-model-id.ts';
import type { EmulatedOperation } from '../operation.ts';
import { parseJsonBody } from '../parse-body.ts';

export const optimizePrompt: EmulatedOperation = {
  name: 'OptimizePrompt',
  method: 'POST',
  path: /^\/optimize-prompt$/u,
  answer({ request }) {
    const body = parseJsonBody(request.body);
    checkModelId(asString(body.targetModelId));
    const prompt = asString(asObject(asObject(body.input).textPrompt).text);
    const text = `Answer this in three short sentences, and say what you are unsure of: ${prompt}`;
    return {
      kind: 'stream',
      headers: {},
      events: [
        {
          type: 'analyzePromptEvent',
          payload: { message: 'The prompt does not say how long the answer may be.' },
          tokens: 10,
        },
        { type: 'optimizedPromptEvent', payload: { optimizedPrompt: { textPrompt: { text } } }, tokens: 20 },
      ],
    };
  },
};

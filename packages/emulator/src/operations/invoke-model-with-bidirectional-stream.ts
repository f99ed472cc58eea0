import { checkModelId } from '../model-id/check-model-id.ts';
import { invalidRequest } from '../service-error.ts';
import { readSonicEvents } from '../sonic/sonic-events.ts';
import { SonicSession } from '../sonic/sonic-session.ts';
import type { EmulatedOperation, OperationCall, StreamEvent } from './operation.ts';

export const invokeModelWithBidirectionalStream: EmulatedOperation = {
  name: 'InvokeModelWithBidirectionalStream',
  method: 'POST',
  path: /^\/model\/(.+)\/invoke-with-bidirectional-stream$/u,
  isDuplex: true,
  answer(call) {
    checkModelId(call.modelId);
    if (!/sonic/u.test(call.modelId))
      throw invalidRequest('The model is unsupported for bidirectional streaming.');
    if (call.request.httpVersion !== '2.0') throw invalidRequest('Bidirectional streaming needs HTTP/2.');
    return { kind: 'stream', headers: {}, events: converse(call) };
  },
};

async function* converse({ request, scriptedText }: OperationCall): AsyncGenerator<StreamEvent> {
  if (!request.incoming) return;
  const session = new SonicSession(scriptedText);
  for await (const event of readSonicEvents(request.incoming)) {
    for (const answer of session.answer(event)) {
      const bytes = Buffer.from(JSON.stringify({ event: answer })).toString('base64');
      yield { type: 'chunk', payload: { bytes }, tokens: 1 };
    }
    if (event.sessionEnd !== undefined) return;
  }
}

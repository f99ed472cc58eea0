import { readInlineAgent } from '../../agents/agent-definition.ts';
import { asObject } from '../../json.ts';
import { checkModelId } from '../../model-id/check-model-id.ts';
import { invalidRequest } from '../../service-error.ts';
import type { EmulatedOperation } from '../operation.ts';
import { parseJsonBody } from '../parse-body.ts';
import { streamAgent } from './agent-stream.ts';
import { readPathLabels } from './read-path-labels.ts';

const path = /^\/agents\/(?<sessionId>[^/]+)$/u;
const shortestInstruction = 40;

export const invokeInlineAgent: EmulatedOperation = {
  name: 'InvokeInlineAgent',
  method: 'POST',
  path,
  answer({ request, scriptedText }) {
    const { sessionId = '' } = readPathLabels(request.path, path);
    const body = parseJsonBody(request.body);
    const agent = readInlineAgent(body);
    checkModelId(agent.foundationModel);
    if (agent.instruction.length < shortestInstruction) {
      throw invalidRequest(
        `1 validation error detected: Value at 'instruction' failed to satisfy constraint: Member must have length greater than or equal to ${shortestInstruction}`,
      );
    }
    return {
      kind: 'stream',
      headers: {
        'x-amzn-bedrock-agent-content-type': 'application/json',
        'x-amz-bedrock-agent-session-id': sessionId,
      },
      events: streamAgent({
        agent,
        body,
        sessionState: asObject(body.inlineSessionState),
        identity: { sessionId },
        scriptedText,
      }),
    };
  },
};

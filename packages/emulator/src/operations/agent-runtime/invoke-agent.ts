import { buildStoredAgent } from '../../agents/agent-definition.ts';
import { asObject, asString } from '../../json.ts';
import { ServiceError } from '../../service-error.ts';
import type { EmulatedOperation } from '../operation.ts';
import { parseJsonBody } from '../parse-body.ts';
import { streamAgent } from './agent-stream.ts';
import { readPathLabels } from './read-path-labels.ts';

const path =
  /^\/agents\/(?<agentId>[^/]+)\/agentAliases\/(?<agentAliasId>[^/]+)\/sessions\/(?<sessionId>[^/]+)\/text$/u;

export const invokeAgent: EmulatedOperation = {
  name: 'InvokeAgent',
  method: 'POST',
  path,
  answer({ request, scriptedText }) {
    const { agentId = '', agentAliasId = '', sessionId = '' } = readPathLabels(request.path, path);
    // Ids that AWS makes are ten capitals and digits; anything else cannot be an agent.
    if (!/^[0-9A-Z]{1,10}$/iu.test(agentId)) {
      throw new ServiceError(
        'ResourceNotFoundException',
        `Failed to retrieve resource because it doesn't exist: agent ${agentId}.`,
      );
    }
    const body = parseJsonBody(request.body);
    return {
      kind: 'stream',
      headers: {
        'x-amzn-bedrock-agent-content-type': 'application/json',
        'x-amz-bedrock-agent-session-id': sessionId,
        ...(body.memoryId === undefined ? {} : { 'x-amz-bedrock-agent-memory-id': asString(body.memoryId) }),
      },
      events: streamAgent({
        agent: buildStoredAgent(agentId, agentAliasId),
        body,
        sessionState: asObject(body.sessionState),
        identity: { agentAliasId, agentId, agentVersion: '1', sessionId },
        scriptedText,
      }),
    };
  },
};

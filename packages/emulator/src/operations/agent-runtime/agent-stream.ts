import { runAgent } from '../../agents/run-agent.ts';
import type { AgentOutcome } from '../../agents/run-agent.ts';
import type { AgentDefinition } from '../../agents/agent-definition.ts';
import { TraceWriter } from '../../agents/trace-writer.ts';
import { countTokens } from '../../answer/tokenize.ts';
import { splitIntoDeltas } from '../../answer/split-into-deltas.ts';
import { asArray, asObject, asString, digestJson } from '../../json.ts';
import type { JsonObject } from '../../json.ts';
import { invalidRequest } from '../../service-error.ts';
import type { StreamEvent } from '../operation.ts';

export interface AgentRequest {
  agent: AgentDefinition;
  body: JsonObject;
  sessionState: JsonObject;
  /** Members of every trace event, the session id among them. */
  identity: JsonObject;
  scriptedText?: string;
}

/** The `completion` of InvokeAgent and InvokeInlineAgent. */
export function streamAgent({
  agent,
  body,
  sessionState,
  identity,
  scriptedText,
}: AgentRequest): StreamEvent[] {
  const prompt = asString(body.inputText);
  const returnedResults = readReturnedResults(sessionState);
  if (prompt === '' && returnedResults.length === 0 && body.endSession !== true) {
    throw invalidRequest('The overall input is too short: give inputText or returnControlInvocationResults.');
  }
  const idPrefix = digestJson({ prompt, sessionState, identity }).toString('hex').slice(0, 16);
  const writer = new TraceWriter(identity, idPrefix);
  const outcome = runAgent({ agent, callers: [] }, { prompt, returnedResults, scriptedText, writer });
  const isStreamed = asObject(body.streamingConfigurations).streamFinalResponse === true;
  return [...(body.enableTrace === true ? writer.events : []), ...renderOutcome(outcome, isStreamed)];
}

function renderOutcome(outcome: AgentOutcome, isStreamed: boolean): StreamEvent[] {
  switch (outcome.kind) {
    case 'return-control':
      return [{ type: 'returnControl', payload: outcome.payload, tokens: 0 }];
    case 'failure':
      return [
        {
          type: 'dependencyFailedException',
          payload: { message: outcome.message },
          tokens: 0,
          isException: true,
        },
      ];
    case 'answer': {
      const { text, citations } = outcome;
      const deltas = isStreamed ? splitIntoDeltas(text) : [{ text, tokens: countTokens(text) }];
      return deltas.map((delta, index) => renderChunk(delta, index === deltas.length - 1 ? citations : []));
    }
    default:
      return outcome satisfies never;
  }
}

function renderChunk(
  { text, tokens }: { text: string; tokens: number },
  citations: JsonObject[],
): StreamEvent {
  const bytes = Buffer.from(text).toString('base64');
  const attribution = citations.length > 0 ? { attribution: { citations } } : {};
  return { type: 'chunk', payload: { bytes, ...attribution }, tokens };
}

function readReturnedResults(sessionState: JsonObject): string[] {
  return asArray(sessionState.returnControlInvocationResults)
    .map(asObject)
    .flatMap((result) =>
      Object.values(asObject(asObject(result.functionResult ?? result.apiResult).responseBody)),
    )
    .map((content) => asString(asObject(content).body));
}

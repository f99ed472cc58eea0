import { copyValue } from '../copy-value.ts';
import type {
  BedrockOperation,
  OperationStreamReader,
  ResponseHeaders,
  ResponseReading,
} from '../operations/operation.ts';
import { isRecord, keepAnyPresent, keepPresent, readRecord, readString } from '../read-value.ts';
import { readRetrieveAndGenerateRequest } from './retrieve-and-generate-request.ts';

/** https://docs.aws.amazon.com/bedrock/latest/APIReference/API_agent-runtime_RetrieveAndGenerateStream.html */
export const retrieveAndGenerateStream: BedrockOperation = {
  command: 'RetrieveAndGenerateStreamCommand',
  operation: 'retrieveAndGenerateStream',
  spanName: 'bedrock.retrieveAndGenerateStream',
  spanType: 'task',
  streamProperty: 'stream',
  readRequest: readRetrieveAndGenerateRequest,
  // The output's stream is read by the stream reader; nothing else in it is content.
  readResponse: () => ({ output: undefined, metadata: {} }),
  createStreamReader: () => new RetrieveAndGenerateStreamReader(),
};

class RetrieveAndGenerateStreamReader implements OperationStreamReader {
  #text: string | undefined;
  readonly #citations: unknown[] = [];
  #guardrailAction: unknown;

  read(event: unknown): boolean {
    if (!isRecord(event)) return false;
    if (event.guardrail !== undefined) this.#guardrailAction = readRecord(event.guardrail).action;
    if (event.citation !== undefined) this.#citations.push(readCitation(readRecord(event.citation)));
    const text = readString(readRecord(event.output).text);
    if (text === undefined) return false;
    this.#text = (this.#text ?? '') + text;
    return text !== '';
  }

  result(headers: ResponseHeaders): ResponseReading {
    return {
      output: keepAnyPresent({
        text: this.#text,
        citations: this.#citations.length > 0 ? this.#citations : undefined,
      }),
      metadata: keepPresent({
        session_id: headers['x-amzn-bedrock-knowledge-base-session-id'],
        guardrail_action: this.#guardrailAction,
      }),
      // Nothing marks the end of such a stream.
      isWhole: this.#text !== undefined,
    };
  }
}

/** As the answer without a stream has it; the event's older form wraps it once more. */
function readCitation(event: Record<string, unknown>): unknown {
  const { generatedResponsePart, retrievedReferences, citation } = event;
  const isFlat = generatedResponsePart !== undefined || retrievedReferences !== undefined;
  return copyValue(isFlat ? keepPresent({ generatedResponsePart, retrievedReferences }) : citation);
}

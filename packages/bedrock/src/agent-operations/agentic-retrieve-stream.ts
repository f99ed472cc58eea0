import { copyRecord, copyValue } from '../copy-value.ts';
import type {
  BedrockOperation,
  OperationStreamReader,
  RequestReading,
  ResponseReading,
  StepReading,
} from '../operations/operation.ts';
import {
  isRecord,
  keepAnyPresent,
  keepPresent,
  readArray,
  readNumber,
  readRecord,
  readString,
} from '../read-value.ts';

/** https://docs.aws.amazon.com/bedrock/latest/APIReference/API_agent-runtime_AgenticRetrieveStream.html */
export const agenticRetrieveStream: BedrockOperation = {
  command: 'AgenticRetrieveStreamCommand',
  operation: 'agenticRetrieveStream',
  spanName: 'bedrock.agenticRetrieveStream',
  spanType: 'task',
  streamProperty: 'stream',
  readRequest,
  // The output's stream is read by the stream reader; nothing else in it is content.
  readResponse: () => ({ output: undefined, metadata: {} }),
  createStreamReader: () => new AgenticRetrieveStreamReader(),
};

function readRequest(input: Record<string, unknown>): RequestReading {
  const { foundationModelConfiguration } = readRecord(input.agenticRetrieveConfiguration);
  const { bedrockFoundationModelConfiguration: bedrock, mantleFoundationModelConfiguration: mantle } =
    readRecord(foundationModelConfiguration);
  return {
    model: readString(readRecord(readRecord(bedrock ?? mantle).modelConfiguration).modelArn),
    input: { messages: input.messages },
    metadata: keepPresent({
      retrievers: input.retrievers,
      agentic_retrieve_configuration: input.agenticRetrieveConfiguration,
      policy_configuration: input.policyConfiguration,
      memory_configuration: input.memoryConfiguration,
      retrieval_instruction_configuration: input.retrievalInstructionConfiguration,
      generate_response: input.generateResponse,
      next_token: input.nextToken,
    }),
  };
}

const maxSteps = 1000;

class AgenticRetrieveStreamReader implements OperationStreamReader {
  #text: string | undefined;
  #result: Record<string, unknown> | undefined;
  readonly #steps: StepReading[] = [];

  read(event: unknown): boolean {
    if (!isRecord(event)) return false;
    if (isRecord(event.traceEvent)) this.#readTrace(copyRecord(event.traceEvent), Date.now() * 1000);
    if (isRecord(event.result)) this.#result = readRecord(copyValue(event.result));
    const text = readString(readRecord(event.responseEvent).text);
    if (text !== undefined) this.#text = (this.#text ?? '') + text;
    return text !== undefined || event.result !== undefined;
  }

  result(): ResponseReading {
    return {
      output: keepAnyPresent({ text: this.#text, ...this.#result }),
      metadata: {},
      isWhole: this.#result !== undefined,
      steps: this.#steps,
    };
  }

  #readTrace(event: Record<string, unknown>, arrivedAt: number): void {
    const attributes = readRecord(event.attributes);
    const time = readTimestamp(event.timestamp) ?? arrivedAt;
    const name = `bedrock.agenticRetrieve.${lowerFirst(readString(attributes.step) ?? 'step')}`;
    const open = this.#steps.find((step) => step.name === name && step.endTime === undefined);
    const step = open ?? newStep(name, time);
    if (!open && this.#steps.length < maxSteps) this.#steps.push(step);
    const { actions, step: _step, status, message, ...output } = attributes;
    Object.assign(step.metadata, { status, message });
    if (actions !== undefined) step.input = { actions };
    if (Object.keys(output).length > 0) step.output = output;
    if (status === 'IN_PROGRESS') return;
    step.endTime = Math.max(step.startTime, time);
    if (status === 'FAILED')
      step.error = { type: 'AgenticRetrieveFailure', message: describeFailure(attributes) };
  }
}

function newStep(name: string, startTime: number): StepReading {
  return { name, type: 'function', startTime, metadata: {}, steps: [] };
}

function describeFailure({ failures, message }: Record<string, unknown>): string {
  const messages = readArray(failures).map((failure) => readString(readRecord(failure).message));
  return messages.filter((text) => text !== undefined).join('; ') || String(message);
}

/** The unit is not documented: seconds have ten digits until the year 2286, milliseconds thirteen. */
function readTimestamp(value: unknown): number | undefined {
  const timestamp = readNumber(value);
  if (timestamp === undefined) return undefined;
  return timestamp < 1e11 ? timestamp * 1_000_000 : timestamp * 1000;
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}

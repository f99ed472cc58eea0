import { copyValue } from '../copy-value.ts';
import type {
  BedrockOperation,
  OperationStreamReader,
  ResponseHeaders,
  ResponseReading,
} from '../operations/operation.ts';
import { isRecord, keepAnyPresent, keepPresent, readRecord } from '../read-value.ts';
import { FlowTraceReader } from './flow-trace-reader.ts';

/** https://docs.aws.amazon.com/bedrock/latest/APIReference/API_agent-runtime_InvokeFlow.html */
export const invokeFlow: BedrockOperation = {
  command: 'InvokeFlowCommand',
  operation: 'invokeFlow',
  spanName: 'bedrock.invokeFlow',
  spanType: 'task',
  streamProperty: 'responseStream',
  readRequest: (input) => ({
    input: { inputs: input.inputs },
    metadata: keepPresent({
      flow_id: input.flowIdentifier,
      flow_alias_id: input.flowAliasIdentifier,
      execution_id: input.executionId,
      enable_trace: input.enableTrace,
      model_performance_configuration: input.modelPerformanceConfiguration,
    }),
  }),
  // The output's stream is read by the stream reader; nothing else in it is content.
  readResponse: () => ({ output: undefined, metadata: {} }),
  createStreamReader: () => new FlowStreamReader(),
};

const maxOutputs = 1000;

class FlowStreamReader implements OperationStreamReader {
  readonly #trace = new FlowTraceReader();
  readonly #outputs: unknown[] = [];
  #inputRequest: unknown;
  #completionReason: unknown;

  read(event: unknown): boolean {
    if (!isRecord(event)) return false;
    if (event.flowTraceEvent !== undefined) {
      this.#trace.read(readRecord(event.flowTraceEvent).trace, Date.now() * 1000);
      return false;
    }
    if (event.flowCompletionEvent !== undefined)
      this.#completionReason = readRecord(event.flowCompletionEvent).completionReason;
    if (event.flowMultiTurnInputRequestEvent !== undefined)
      this.#inputRequest = copyValue(event.flowMultiTurnInputRequestEvent);
    if (event.flowOutputEvent === undefined) return event.flowMultiTurnInputRequestEvent !== undefined;
    if (this.#outputs.length < maxOutputs) this.#outputs.push(copyValue(event.flowOutputEvent));
    return true;
  }

  result(headers: ResponseHeaders): ResponseReading {
    return {
      output: keepAnyPresent({
        outputs: this.#outputs.length > 0 ? this.#outputs : undefined,
        inputRequest: this.#inputRequest,
      }),
      metadata: keepPresent({
        execution_id: headers['x-amz-bedrock-flow-execution-id'],
        stop_reason: this.#completionReason,
        omitted_steps: this.#trace.omittedSteps || undefined,
      }),
      isWhole: this.#completionReason !== undefined,
      steps: this.#trace.steps,
    };
  }
}

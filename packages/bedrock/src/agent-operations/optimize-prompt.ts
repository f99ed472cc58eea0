import { copyValue } from '../copy-value.ts';
import type { BedrockOperation, OperationStreamReader, ResponseReading } from '../operations/operation.ts';
import { isRecord, keepAnyPresent, keepPresent, readRecord, readString } from '../read-value.ts';

/** https://docs.aws.amazon.com/bedrock/latest/APIReference/API_agent-runtime_OptimizePrompt.html */
export const optimizePrompt: BedrockOperation = {
  command: 'OptimizePromptCommand',
  operation: 'optimizePrompt',
  spanName: 'bedrock.optimizePrompt',
  spanType: 'task',
  streamProperty: 'optimizedPrompt',
  // Named the model it is optimised for: which one does the work, nobody says.
  readRequest: (input) => ({
    input: input.input,
    metadata: keepPresent({ target_model: input.targetModelId }),
  }),
  // The output's stream is read by the stream reader; nothing else in it is content.
  readResponse: () => ({ output: undefined, metadata: {} }),
  createStreamReader: () => new OptimizePromptStreamReader(),
};

class OptimizePromptStreamReader implements OperationStreamReader {
  #analysis: string | undefined;
  #optimizedPrompt: unknown;

  read(event: unknown): boolean {
    if (!isRecord(event)) return false;
    const analysis = readString(readRecord(event.analyzePromptEvent).message);
    if (analysis !== undefined) this.#analysis = (this.#analysis ?? '') + analysis;
    const { optimizedPrompt } = readRecord(event.optimizedPromptEvent);
    if (optimizedPrompt !== undefined) this.#optimizedPrompt = copyValue(optimizedPrompt);
    return analysis !== undefined || optimizedPrompt !== undefined;
  }

  result(): ResponseReading {
    return {
      output: keepAnyPresent({ analysis: this.#analysis, optimizedPrompt: this.#optimizedPrompt }),
      metadata: {},
      isWhole: this.#optimizedPrompt !== undefined,
    };
  }
}

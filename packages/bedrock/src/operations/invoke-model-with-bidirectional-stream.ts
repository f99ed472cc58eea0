import type { SpanMetrics } from '@outcrop/protocol';
import { isRecord, keepPresent, readRecord, readString } from '../read-value.ts';
import { AudioAllowance } from '../speech/audio-recorder.ts';
import { SpeechTranscript } from '../speech/speech-transcript.ts';
import { readUsage, type Usage } from '../usage.ts';
import type { BedrockOperation, OperationStreamReader, ResponseReading } from './operation.ts';

/**
 * Nova Sonic's sessions: speech and text both ways at once.
 * https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_InvokeModelWithBidirectionalStream.html
 */
export const invokeModelWithBidirectionalStream: BedrockOperation = {
  command: 'InvokeModelWithBidirectionalStreamCommand',
  operation: 'invokeModelWithBidirectionalStream',
  spanName: 'bedrock.invokeModelWithBidirectionalStream',
  streamProperty: 'body',
  inputStreamProperty: 'body',
  // What is asked comes in the input's stream.
  readRequest: (input) => ({ model: readString(input.modelId), input: undefined, metadata: {} }),
  readResponse: () => ({ output: undefined, metadata: {} }),
  createStreamReader: () => new BidirectionalStreamReader(),
};

class BidirectionalStreamReader implements OperationStreamReader {
  readonly #decoder = new TextDecoder();
  readonly #allowance = new AudioAllowance();
  readonly #sent = new SpeechTranscript(this.#allowance);
  readonly #received = new SpeechTranscript(this.#allowance);
  #parameters: Record<string, unknown> = {};
  #usageEvent: Record<string, unknown> = {};
  #stopReason: unknown;

  readInput(event: unknown): void {
    const [name, body] = this.#parse(event);
    if (name === 'sessionStart') this.#noteParameters(readRecord(body.inferenceConfiguration));
    else if (name === 'promptStart') this.#notePrompt(body);
    else readContent(this.#sent, name, body);
  }

  read(event: unknown): boolean {
    const [name, body] = this.#parse(event);
    if (name === 'usageEvent') this.#usageEvent = body;
    if (name === 'contentEnd' || name === 'completionEnd')
      this.#stopReason = body.stopReason ?? this.#stopReason;
    readContent(this.#received, name, body);
    return name === 'audioOutput' || name === 'toolUse' || (name === 'textOutput' && body.role !== 'USER');
  }

  result(): ResponseReading {
    const sent = this.#sent.build();
    const received = this.#received.build();
    this.#allowance.release();
    return {
      input: { messages: sent },
      output: received.length > 0 ? { messages: received } : undefined,
      metadata: keepPresent({
        ...this.#parameters,
        stop_reason: this.#stopReason,
        omitted_blocks: this.#sent.omittedBlocks + this.#received.omittedBlocks || undefined,
        omitted_characters: this.#sent.omittedCharacters + this.#received.omittedCharacters || undefined,
      }),
      usage: readSpeechUsage(this.#usageEvent),
      metrics: readSpeechMetrics(this.#usageEvent),
      isWhole: !this.#received.isEmpty && !this.#received.isOpen,
    };
  }

  #parse(event: unknown): [name: string, body: Record<string, unknown>] {
    const { bytes } = readRecord(readRecord(event).chunk);
    if (!(bytes instanceof Uint8Array)) return ['', {}];
    try {
      const message = readRecord(JSON.parse(this.#decoder.decode(bytes))).event;
      const [entry] = Object.entries(readRecord(message));
      return entry && isRecord(entry[1]) ? [entry[0], entry[1]] : ['', {}];
    } catch {
      return ['', {}];
    }
  }

  #noteParameters(parameters: Record<string, unknown>): void {
    Object.assign(this.#parameters, parameters);
  }

  #notePrompt({ toolConfiguration, audioOutputConfiguration }: Record<string, unknown>): void {
    const { tools, toolChoice } = readRecord(toolConfiguration);
    Object.assign(
      this.#parameters,
      keepPresent({ tools, tool_choice: toolChoice, audio_output_configuration: audioOutputConfiguration }),
    );
  }
}

function readContent(transcript: SpeechTranscript, name: string, body: Record<string, unknown>): void {
  const id = readString(body.contentId) ?? readString(body.contentName) ?? '';
  if (name === 'contentStart') transcript.start(id, body);
  else if (name === 'textInput' || name === 'textOutput' || name === 'toolResult')
    transcript.addText(id, body.content);
  else if (name === 'audioInput' || name === 'audioOutput') transcript.addAudio(id, body.content);
  else if (name === 'toolUse') transcript.addToolUse(id, body);
  else if (name === 'contentEnd') transcript.end(id, body.stopReason);
}

/** The totals of a session: each event has those until then. */
function readSpeechUsage(event: Record<string, unknown>): Usage | undefined {
  return readUsage({
    inputTokens: event.totalInputTokens,
    outputTokens: event.totalOutputTokens,
    totalTokens: event.totalTokens,
  });
}

function readSpeechMetrics(event: Record<string, unknown>): SpanMetrics {
  const { input, output } = readRecord(readRecord(event.details).total);
  const { speechTokens: promptSpeech, textTokens: promptText } = readRecord(input);
  const { speechTokens: completionSpeech, textTokens: completionText } = readRecord(output);
  return keepPresent({
    prompt_speech_tokens: promptSpeech,
    prompt_text_tokens: promptText,
    completion_speech_tokens: completionSpeech,
    completion_text_tokens: completionText,
  }) as SpanMetrics;
}

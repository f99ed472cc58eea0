import { readArray, readRecord, readString } from '../../read-value.ts';
import { readOpenAiUsage } from './openai-usage.ts';

/** Reads stop reason and usage of a chat completion. */
export function readChatCompletion(body: Record<string, unknown>) {
  const choice = readRecord(readArray(body.choices)[0]);
  return {
    stopReason: readString(choice.finish_reason) ?? readString(choice.stop_reason),
    usage: readOpenAiUsage(body.usage),
  };
}

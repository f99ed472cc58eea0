import type { SpanType } from '@outcrop/protocol';
import type {
  OperationStreamReader,
  RequestReading,
  ResponseHeaders,
  ResponseReading,
} from '../operations/operation.ts';

/**
 * An HTTP API that Bedrock serves besides its own: one file under `apis/`. Bodies are parsed JSON. No reader throws on a
 * malformed value.
 */
export interface ModelApi {
  /** Such as `anthropic.messages.create`. */
  spanName: string;
  /** Such as `messages.create`. */
  operation: string;
  /** Default `llm`. What generates nothing is no `llm`, so that the totals of a trace stay true. */
  spanType?: SpanType;
  /** Whose API it is: `anthropic` or `openai`. */
  provider: string;
  readRequest(body: Record<string, unknown>): RequestReading;
  readResponse(body: Record<string, unknown>, headers: ResponseHeaders): ResponseReading;
  /** Reads the parsed data of server-sent events; absent when the API does not stream. */
  createStreamReader?(): OperationStreamReader;
}

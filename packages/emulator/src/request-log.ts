import type { WireRequest } from './http/wire-request.ts';

/** A request as the emulator saw it, and how it answered. */
export interface ObservedRequest {
  /** AWS's name, such as `Converse`; `Unknown` for a path the emulator does not serve. */
  operation: string;
  /** Decoded; empty where the path has none. */
  modelId: string;
  method: string;
  /** As it came, still encoded. */
  path: string;
  /** Lower-case names. */
  headers: Record<string, string>;
  /** Parsed JSON, else the text. */
  body: unknown;
  /** 1 for the first attempt of a call; the AWS SDK's retries count on. */
  attempt: number;
  httpVersion: '1.1' | '2.0';
  /** Set once the answer is known; absent while it hangs. */
  status?: number;
  /** Whether the client left before its answer was whole. */
  wasAbandoned?: true;
  /** The exception answered with. */
  errorType?: string;
}

/** A body as a test wants to look at it. */
export function readLoggedBody(request: WireRequest): unknown {
  const text = request.body.toString('utf8');
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

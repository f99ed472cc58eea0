import type { RequestReading } from '@outcrop/bedrock';
import type { SpanType } from '@outcrop/protocol';
import type { CallAnswer } from './call-answer.ts';

/** A call as its API says it: what the SDK's span of the same call says. */
export interface CallReading {
  spanName: string;
  spanType: SpanType;
  /** What every span of this API says of it: provider, operation, … */
  identity: Record<string, unknown>;
  request: RequestReading;
  /** What Bedrock answered; only asked for where it answered no error. */
  readAnswer(): CallAnswer;
}

import { responsesApi } from '@outcrop/bedrock';
import type { AnswerDetails, Finish, StopReason } from '../conversation/answer.ts';
import type { ResponsesBody } from './responses-body.ts';

const reasons: Readonly<Record<string, StopReason>> = {
  max_output_tokens: 'max-tokens',
  content_filter: 'content-filter',
};

/** A response says why it stopped only where it is not whole. */
export function readFinish({ status = 'completed', incomplete_details: details }: ResponsesBody): Finish {
  const rawStopReason = details?.reason ?? status;
  const stopReason = Object.hasOwn(reasons, rawStopReason) ? reasons[rawStopReason] : undefined;
  return { stopReason: stopReason ?? 'end-turn', rawStopReason };
}

export function readAnswerDetails(body: ResponsesBody): AnswerDetails {
  const { usage, metadata } = responsesApi.readResponse({ ...body }, {});
  const tier = metadata['service_tier'];
  return { usage, ...(typeof tier === 'string' && { serviceTier: tier }) };
}

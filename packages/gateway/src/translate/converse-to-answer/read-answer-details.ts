import type { JsonValue } from '@outcrop/protocol';
import { readConverseUsage } from '@outcrop/bedrock';
import type { AnswerDetails, Finish } from '../conversation/answer.ts';
import { isRecord } from '../conversation/parse-field.ts';
import type { ConverseMetadata } from './converse-response.ts';
import { mapConverseStopReason } from './map-stop-reason.ts';

/** Reads usage, tier and trace, which Converse gives beside the message and its stream in the last event. */
export function readAnswerDetails(metadata: ConverseMetadata): AnswerDetails {
  return {
    usage: readConverseUsage(metadata.usage),
    serviceTier: metadata.serviceTier?.type,
    trace: metadata.trace,
  };
}

/** Reads how an answer ended. */
export function readFinish(rawStopReason: string, modelFields: JsonValue | undefined): Finish {
  return {
    stopReason: mapConverseStopReason(rawStopReason),
    rawStopReason,
    stopSequence: findStopSequence(modelFields),
  };
}

/** Claude's own field, which the stream puts under `delta`. */
function findStopSequence(modelFields: JsonValue | undefined): string | undefined {
  if (!isRecord(modelFields)) return undefined;
  const fields = isRecord(modelFields.delta) ? modelFields.delta : modelFields;
  return typeof fields.stop_sequence === 'string' ? fields.stop_sequence : undefined;
}

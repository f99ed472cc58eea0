import { readRecord, readString } from '../../read-value.ts';
import { readUsage } from '../../usage.ts';

/** Reads stop reason and the billed counts, which are what Bedrock's headers repeat. */
export function readCommandResponse(body: Record<string, unknown>) {
  const billedUnits = readRecord(readRecord(body.meta).billed_units);
  return {
    stopReason: readString(body.finish_reason),
    usage: readUsage({ inputTokens: billedUnits.input_tokens, outputTokens: billedUnits.output_tokens }),
  };
}

import { parseRecord, parseString } from './parse-field.ts';
import type { TranslationContext } from './translation-context.ts';

// https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_Converse.html#bedrock-runtime_Converse-request-requestMetadata
const valid = /^[a-zA-Z0-9\s:_@$#=/+,.-]{0,256}$/;
const mostEntries = 16;

/** Takes a client's `metadata` for Bedrock's invocation log, leaving out what Bedrock would refuse. */
export function parseRequestMetadata(
  value: unknown,
  context: TranslationContext,
): Record<string, string> | undefined {
  if (value === undefined || value === null) return undefined;
  const metadata: Record<string, string> = {};
  let count = 0;
  for (const [name, entry] of Object.entries(parseRecord(value, 'metadata'))) {
    const place = `metadata.${name}`;
    const text = parseString(entry, place);
    if (name !== '' && valid.test(name) && valid.test(text) && count < mostEntries) {
      metadata[name] = text;
      count += 1;
    } else {
      context.drop(
        place,
        `Bedrock takes ${mostEntries} entries of up to 256 letters, digits and :_@$#=/+,.-`,
      );
    }
  }
  return count === 0 ? undefined : metadata;
}

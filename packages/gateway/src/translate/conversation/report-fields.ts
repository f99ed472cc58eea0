import type { Fields } from './parse-field.ts';
import type { TranslationContext } from './translation-context.ts';

/** Fields a client API has that Bedrock has no place for, with the reason given to the client. */
export type DroppedFields = Readonly<Record<string, string>>;

/** Reports every field that was set and that nobody reads. */
export function reportFields(
  body: Fields,
  { read, dropped }: { read: ReadonlySet<string>; dropped: DroppedFields },
  context: TranslationContext,
): void {
  for (const name in body) {
    const value = body[name];
    if (value === undefined || value === null || read.has(name)) continue;
    if (isOff(value)) continue;
    context.drop(
      name,
      Object.hasOwn(dropped, name) ? (dropped[name] ?? '') : 'the gateway does not know this field',
    );
  }
}

/** Reports what is set inside the body and that nobody reads, such as a field of one tool. */
export function reportNestedFields(
  fields: Fields,
  { place, read }: { place: string; read: ReadonlySet<string> },
  context: TranslationContext,
): void {
  for (const name in fields) {
    const value = fields[name];
    if (read.has(name) || value === undefined || value === null || isOff(value)) continue;
    context.drop(`${place}.${name}`, 'cannot be sent to Bedrock in this format');
  }
}

/** What asks for nothing needs no notice: `store: false`, `frequency_penalty: 0`, `logit_bias: {}`. */
function isOff(value: unknown): boolean {
  if (value === false || value === 0 || value === '') return true;
  return typeof value === 'object' && value !== null && Object.keys(value).length === 0;
}

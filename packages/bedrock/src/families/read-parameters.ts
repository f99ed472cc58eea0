import { keepPresent, readNumber, readStrings } from '../read-value.ts';
import type { FamilyRequest } from './family.ts';

/** Where a family's body keeps each parameter. */
export interface ParameterNames {
  maxTokens?: string;
  temperature?: string;
  topP?: string;
  topK?: string;
  stopSequences?: string;
}

/** Reads sampling parameters by the family's own names. */
export function readParameters(
  body: Record<string, unknown>,
  names: ParameterNames,
): FamilyRequest['parameters'] {
  const read = (name: string | undefined) => (name === undefined ? undefined : readNumber(body[name]));
  return keepPresent({
    maxTokens: read(names.maxTokens),
    temperature: read(names.temperature ?? 'temperature'),
    topP: read(names.topP),
    topK: read(names.topK),
    stopSequences: names.stopSequences === undefined ? undefined : readStrings(body[names.stopSequences]),
  });
}

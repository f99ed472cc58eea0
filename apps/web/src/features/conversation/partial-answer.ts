import { type JsonObject, readString } from '../../lib/json-value.ts';

export interface PartialAnswer {
  /** A few words, for a badge. */
  label: string;
  /** A sentence, to stand where the answer ends. */
  text: string;
}

const reasons: Readonly<Record<string, PartialAnswer>> = {
  left: { label: 'left early', text: 'The app stopped reading here. This is what it had read.' },
  aborted: { label: 'aborted', text: 'The app aborted the call here. This is what had arrived.' },
  cut: { label: 'cut off', text: 'The connection broke here. This is what had arrived.' },
  never_read: {
    label: 'never read',
    text: 'The app never read the stream, so nothing of the answer is known.',
  },
};

const unknownReason: PartialAnswer = {
  label: 'partial',
  text: 'The stream ended early. This is what had arrived.',
};

/** Why a span knows only part of its answer; undefined when it knows all of it. */
export function readPartialAnswer(metadata: JsonObject): PartialAnswer | undefined {
  if (metadata['partial'] !== true) return undefined;
  const reason = readString(metadata['partial_reason']) ?? '';
  return Object.hasOwn(reasons, reason) ? reasons[reason] : unknownReason;
}

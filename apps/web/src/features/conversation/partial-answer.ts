import { type JsonObject, readString } from '../../lib/json-value.ts';

export interface PartialAnswer {
  /** A few words, for a badge. */
  label: string;
  /** A sentence, to stand where the answer ends. */
  text: string;
}

/** The words of the SDK, `docs/sdk.md`. */
const reasons: Readonly<Record<string, PartialAnswer>> = {
  left: { label: 'left early', text: 'The app stopped reading here. This is what it had read.' },
  never_read: {
    label: 'never read',
    text: 'The app never read the stream, so nothing of the answer is known.',
  },
  aborted: { label: 'aborted', text: 'The app aborted the call here. This is what had arrived.' },
  failed: { label: 'failed midway', text: 'Bedrock ended the stream with an error here.' },
  ended_early: {
    label: 'ended early',
    text: 'The stream ended here before the answer did: the connection broke, or the app aborted the call.',
  },
  let_go: {
    label: 'let go',
    text: 'So many spans of the app were open that it stopped following this one. This is what had arrived.',
  },
  process_end: { label: 'process ended', text: 'The process ended here. This is what had arrived.' },
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

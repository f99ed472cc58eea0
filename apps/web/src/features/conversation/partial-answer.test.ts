import { expect, it } from 'vitest';

import type { JsonObject } from '../../lib/json-value.ts';
import { readPartialAnswer } from './partial-answer.ts';

it.each<[JsonObject, string | undefined]>([
  [{}, undefined],
  [{ partial: 'true' }, undefined],
  [{ partial_reason: 'left' }, undefined],
  [{ partial: true, partial_reason: 'left' }, 'left early'],
  [{ partial: true, partial_reason: 'aborted' }, 'aborted'],
  [{ partial: true, partial_reason: 'failed' }, 'failed midway'],
  [{ partial: true, partial_reason: 'ended_early' }, 'ended early'],
  [{ partial: true, partial_reason: 'process_end' }, 'process ended'],
  [{ partial: true, partial_reason: 'let_go' }, 'let go'],
  [{ partial: true, partial_reason: 'never_read' }, 'never read'],
  [{ partial: true }, 'partial'],
  [{ partial: true, partial_reason: 'of a later version' }, 'partial'],
  [{ partial: true, partial_reason: 'constructor' }, 'partial'],
])('says of %j: %s', (metadata, label) => {
  expect(readPartialAnswer(metadata)?.label).toBe(label);
});

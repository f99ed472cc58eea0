import { expect, it } from 'vitest';

import type { JsonObject } from '../../lib/json-value.ts';
import { hasGuardrailIntervened, readGuardrailFindings } from './guardrail-findings.ts';

it('reads what each policy found on either side', () => {
  const guardrail = {
    inputAssessment: {
      gr1: {
        contentPolicy: { filters: [{ type: 'PROMPT_ATTACK', confidence: 'HIGH', action: 'BLOCKED' }] },
        topicPolicy: { topics: [{ name: 'Legal advice', type: 'DENY', action: 'BLOCKED' }] },
      },
    },
    outputAssessments: {
      gr1: [
        {
          sensitiveInformationPolicy: {
            piiEntities: [{ type: 'EMAIL', match: '{EMAIL}', action: 'ANONYMIZED' }],
          },
          contextualGroundingPolicy: {
            filters: [{ type: 'GROUNDING', threshold: 0.7, score: 0.83, action: 'NONE' }],
          },
        },
      ],
    },
  };
  expect(readGuardrailFindings({ trace: { guardrail } })).toEqual([
    { side: 'input', policy: 'Topic', name: 'Legal advice', action: 'BLOCKED', detail: undefined },
    { side: 'input', policy: 'Content', name: 'PROMPT_ATTACK', action: 'BLOCKED', detail: 'confidence high' },
    { side: 'output', policy: 'Personal data', name: 'EMAIL', action: 'ANONYMIZED', detail: undefined },
    {
      side: 'output',
      policy: 'Grounding',
      name: 'GROUNDING',
      action: 'NONE',
      detail: 'score 0.83 of at least 0.7',
    },
  ]);
});

it("reads InvokeModel's trace, which is built otherwise", () => {
  const assessment = {
    wordPolicy: { managedWordLists: [{ match: 'x', type: 'PROFANITY', action: 'BLOCKED' }] },
  };
  const metadata = { trace: { guardrail: { input: { gr1: {} }, outputs: [{ gr1: assessment }] } } };
  expect(readGuardrailFindings(metadata)).toEqual([
    { side: 'output', policy: 'Word list', name: 'PROFANITY', action: 'BLOCKED', detail: undefined },
  ]);
});

it.each<JsonObject>([
  {},
  { trace: 'x' },
  { trace: { guardrail: { inputAssessment: [1], outputs: { a: 1 } } } },
])('finds nothing in %j', (metadata) => {
  expect(readGuardrailFindings(metadata)).toEqual([]);
});

it.each<[JsonObject, boolean]>([
  [{ stop_reason: 'guardrail_intervened' }, true],
  [{ guardrail_action: 'INTERVENED' }, true],
  [{ guardrail_action: 'NONE', stop_reason: 'end_turn' }, false],
])('knows from %j whether the guardrail intervened', (metadata, hasIntervened) => {
  expect(hasGuardrailIntervened(metadata)).toBe(hasIntervened);
});

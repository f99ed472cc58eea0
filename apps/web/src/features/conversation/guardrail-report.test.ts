import { expect, it } from 'vitest';

import type { JsonObject } from '../../lib/json-value.ts';
import { readGuardrailReport } from './guardrail-report.ts';

const word = { guardrail: 'g', policy: 'wordPolicy', match: 'ore', action: 'BLOCKED', detected: true };
const attack = {
  policy: 'contentPolicy',
  type: 'PROMPT_ATTACK',
  confidence: 'HIGH',
  filterStrength: 'MEDIUM',
  action: 'NONE',
};
const email = {
  policy: 'sensitiveInformationPolicy',
  type: 'EMAIL',
  match: 'a@b.c',
  action: 'ANONYMIZED',
};
const grounding = {
  policy: 'contextualGroundingPolicy',
  type: 'GROUNDING',
  score: 0.83,
  threshold: 0.7,
  action: 'NONE',
};

it('says what each policy found, in the question and in the answer', () => {
  const metadata = {
    guardrail_action: 'INTERVENED',
    guardrail_action_reason: 'Guardrail blocked.',
    guardrail_findings: [
      { side: 'output', ...email },
      { side: 'input', ...word },
      { side: 'input', ...attack },
      { side: 'output', ...grounding },
    ],
    guardrail_units: { wordPolicyUnits: 2, topicPolicyUnits: 1 },
  };
  expect(readGuardrailReport(metadata, { guardrail_latency_ms: 42.5 })).toEqual({
    summary: 'intervened',
    reason: 'Guardrail blocked.',
    latencyMs: 42.5,
    textUnits: 3,
    sides: [
      {
        title: 'In the question',
        findings: [
          { policy: 'Word filter', match: 'ore', action: 'BLOCKED' },
          {
            policy: 'Content filter',
            name: 'PROMPT_ATTACK',
            action: 'NONE',
            detail: 'high confidence, filter at medium',
          },
        ],
      },
      {
        title: 'In the answer',
        findings: [
          { policy: 'Personal data', name: 'EMAIL', match: 'a@b.c', action: 'ANONYMIZED' },
          {
            policy: 'Grounding',
            name: 'GROUNDING',
            action: 'NONE',
            detail: 'score 0.83, at least 0.7 wanted',
          },
        ],
      },
    ],
  });
});

it.each<[JsonObject, string | undefined]>([
  [{}, undefined],
  [{ guardrail_findings: 'x' }, undefined],
  [{ guardrail_findings: [7, null] }, undefined],
  [{ stop_reason: 'guardrail_intervened' }, 'intervened'],
  [{ guardrail_action: 'INTERVENED' }, 'intervened'],
  [{ guardrail_action: 'INTERVENED', guardrail_findings: [{ side: 'output', ...email }] }, 'masked'],
  [{ guardrail_action: 'NONE', stop_reason: 'end_turn' }, 'passed'],
  [{ guardrail_findings: [{ side: 'content', policy: 'newPolicy', action: 'NONE' }] }, 'passed'],
])('sums %j up as %s', (metadata, summary) => {
  expect(readGuardrailReport(metadata, {})?.summary).toBe(summary);
});

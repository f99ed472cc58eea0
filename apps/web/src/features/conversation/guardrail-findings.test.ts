import { expect, it } from 'vitest';

import type { JsonValue } from '../../lib/json-value.ts';
import { readGuardrailFindings } from './guardrail-findings.ts';

it('reads what each policy found on either side', () => {
  const findings = readGuardrailFindings({
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
  });
  expect(findings).toEqual([
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

it.each<JsonValue | undefined>([
  undefined,
  null,
  'x',
  { inputAssessment: [] },
  { outputAssessments: { a: 1 } },
])('finds nothing in %j', (trace) => {
  expect(readGuardrailFindings(trace)).toEqual([]);
});

import { describe, expect, it } from 'vitest';
import { applyGuardrail } from './apply-guardrail.ts';
import { converse } from './converse.ts';
import { invokeModel } from './invoke-model.ts';

const word = { match: 'ore', action: 'BLOCKED', detected: true };
const entity = { type: 'EMAIL', match: 'a@b.c', action: 'ANONYMIZED' };

function assess(policy: object, latency: number): object {
  return {
    ...policy,
    invocationMetrics: {
      guardrailProcessingLatency: latency,
      usage: { wordPolicyUnits: 1, topicPolicyUnits: 0 },
      guardrailCoverage: { textCharacters: { guarded: 3, total: 3 } },
    },
    appliedGuardrailDetails: { guardrailId: 'g', guardrailOrigin: ['REQUEST'] },
  };
}

const onInput = assess({ wordPolicy: { customWords: [word], managedWordLists: [] } }, 40);
const onOutput = assess({ sensitiveInformationPolicy: { piiEntities: [entity], regexes: [] } }, 2.5);
const findings = [
  { side: 'input', guardrail: 'g', policy: 'wordPolicy', ...word },
  { side: 'output', guardrail: 'g', policy: 'sensitiveInformationPolicy', ...entity },
];
const coverage = { textCharacters: { guarded: 3, total: 3 } };

describe('a guardrail reads alike', () => {
  it('in a trace of Converse', () => {
    const guardrail = { inputAssessment: { g: onInput }, outputAssessments: { g: [onOutput] } };
    const reading = converse.readResponse({ stopReason: 'guardrail_intervened', trace: { guardrail } }, {});
    expect(reading.metadata).toMatchObject({
      guardrail_action: 'INTERVENED',
      guardrail_findings: findings,
      guardrail_units: { wordPolicyUnits: 2, topicPolicyUnits: 0 },
      guardrail_coverage: coverage,
    });
    expect(reading.metrics).toEqual({ guardrail_latency_ms: 42.5 });
  });

  it('in a body of InvokeModel', () => {
    const body = {
      'amazon-bedrock-guardrailAction': 'INTERVENED',
      'amazon-bedrock-trace': { guardrail: { input: { g: onInput }, outputs: [{ g: onOutput }] } },
    };
    const reading = invokeModel.readResponse({ body: JSON.stringify(body) }, {});
    expect(reading.metadata).toMatchObject({
      guardrail_action: 'INTERVENED',
      guardrail_findings: findings,
      guardrail_units: { wordPolicyUnits: 2 },
    });
    expect(reading.metrics).toEqual({ guardrail_latency_ms: 42.5 });
  });

  it('in an answer of ApplyGuardrail', () => {
    const reading = applyGuardrail.readResponse(
      {
        action: 'GUARDRAIL_INTERVENED',
        actionReason: 'Guardrail blocked.',
        outputs: [{ text: 'no' }],
        usage: { wordPolicyUnits: 1 },
        assessments: [onInput],
        guardrailCoverage: coverage,
      },
      {},
    );
    expect(reading).toEqual({
      output: { action: 'GUARDRAIL_INTERVENED', outputs: [{ text: 'no' }] },
      metadata: {
        guardrail_action: 'INTERVENED',
        guardrail_action_reason: 'Guardrail blocked.',
        guardrail_findings: [{ ...findings[0], side: 'content' }],
        guardrail_units: { wordPolicyUnits: 1 },
        guardrail_coverage: coverage,
      },
      metrics: { guardrail_latency_ms: 40 },
    });
  });
});

it.each([
  null,
  1,
  'x',
  [],
  [1],
  { guardrail: 7 },
  { guardrail: { input: 'x', outputs: [null, { g: [1] }] } },
])('a malformed trace %j says nothing', (trace) => {
  const reading = converse.readResponse({ trace }, {});
  expect(reading.metadata).not.toHaveProperty('guardrail_findings');
  expect(reading.metrics).toBeUndefined();
});

import type { JsonObject } from '../json.ts';

export interface GuardrailRequest {
  id: string;
  version: string;
  trace: 'disabled' | 'enabled' | 'enabled_full';
}

export interface GuardrailOutcome {
  isIntervention: boolean;
  /** What stands in the response's `trace.guardrail`; absent when the request asked for no trace. */
  trace?: JsonObject;
}

/** What an intervening guardrail says in the model's place. */
export const blockedMessage = 'Sorry, the model cannot answer this question.';

const blockedWord = /\bblocked\b/iu;

/** What no filter of the emulator lets through. */
export function isBlocked(text: string): boolean {
  return blockedWord.test(text);
}

/** The emulated guardrail has one rule: a word filter for “blocked”. */
export function applyGuardrail(request: GuardrailRequest, prompt: string): GuardrailOutcome {
  const isIntervention = isBlocked(prompt);
  if (request.trace === 'disabled') return { isIntervention };
  const assessment = buildAssessment(request, prompt, isIntervention);
  return {
    isIntervention,
    trace: {
      inputAssessment: { [request.id]: assessment },
      ...(isIntervention ? { actionReason: 'Guardrail blocked.' } : {}),
    },
  };
}

function buildAssessment(request: GuardrailRequest, prompt: string, isIntervention: boolean): JsonObject {
  const textUnits = Math.max(1, Math.ceil(prompt.length / 1000));
  return {
    ...(isIntervention
      ? {
          wordPolicy: {
            customWords: [{ match: blockedWord.exec(prompt)?.[0], action: 'BLOCKED', detected: true }],
            managedWordLists: [],
          },
        }
      : {}),
    invocationMetrics: {
      guardrailProcessingLatency: 1,
      usage: {
        topicPolicyUnits: 0,
        contentPolicyUnits: 0,
        wordPolicyUnits: textUnits,
        sensitiveInformationPolicyUnits: 0,
        sensitiveInformationPolicyFreeUnits: 0,
        contextualGroundingPolicyUnits: 0,
      },
      guardrailCoverage: { textCharacters: { guarded: prompt.length, total: prompt.length } },
    },
    appliedGuardrailDetails: {
      guardrailId: request.id,
      guardrailVersion: request.version,
      guardrailOrigin: ['REQUEST'],
      guardrailOwnership: 'SELF',
    },
  };
}

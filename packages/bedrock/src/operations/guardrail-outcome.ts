import type { SpanMetrics } from '@outcrop/protocol';
import { isRecord, keepPresent, readArray, readNumber, readRecord, readString } from '../read-value.ts';

/** What guardrails did to a call, in the same words whichever operation says it. */
export interface GuardrailOutcome {
  metadata: Record<string, unknown>;
  metrics?: SpanMetrics;
}

interface Assessment {
  /** Which side of the model was looked at. */
  side: string;
  guardrail?: string;
  value: Record<string, unknown>;
}

const nothing: GuardrailOutcome = { metadata: {} };

/**
 * Reads the `guardrail` of a trace: Converse's, or the one of InvokeModel's `amazon-bedrock-trace`, which spells it
 * differently. https://docs.aws.amazon.com/bedrock/latest/userguide/guardrails-use.html
 */
export function readGuardrailTrace(trace: unknown, action: string | undefined): GuardrailOutcome {
  const { guardrail } = readRecord(trace);
  if (!isRecord(guardrail)) return action === undefined ? nothing : readOutcome([], { action });
  const inputs = guardrail.inputAssessment ?? guardrail.input;
  const outputs = guardrail.outputAssessments ?? guardrail.outputs;
  const assessments = [...listByGuardrail('input', inputs), ...listByGuardrail('output', outputs)];
  return readOutcome(assessments, { action: action ?? 'NONE', reason: guardrail.actionReason });
}

/** Reads an answer of ApplyGuardrail. */
export function readAppliedGuardrail(answer: Record<string, unknown>): GuardrailOutcome {
  const assessments = readArray(answer.assessments).map((value) => ({
    side: 'content',
    guardrail: readString(readRecord(readRecord(value).appliedGuardrailDetails).guardrailId),
    value: readRecord(value),
  }));
  const action = answer.action === 'GUARDRAIL_INTERVENED' ? 'INTERVENED' : readString(answer.action);
  return readOutcome(assessments, {
    action,
    reason: answer.actionReason,
    coverage: answer.guardrailCoverage,
  });
}

function readOutcome(
  assessments: Assessment[],
  said: { action: string | undefined; reason?: unknown; coverage?: unknown },
): GuardrailOutcome {
  const findings = assessments.flatMap(listFindings);
  const invocations = assessments.map(({ value }) => readRecord(value.invocationMetrics));
  const latencies = invocations
    .map(({ guardrailProcessingLatency }) => readNumber(guardrailProcessingLatency))
    .filter((latency) => latency !== undefined);
  return {
    metadata: keepPresent({
      guardrail_action: said.action,
      guardrail_action_reason: said.reason,
      guardrail_findings: findings.length > 0 ? findings : undefined,
      guardrail_units: sumUnits(invocations.map(({ usage }) => readRecord(usage))),
      guardrail_coverage:
        said.coverage ?? invocations.find((metrics) => metrics.guardrailCoverage)?.guardrailCoverage,
    }),
    metrics:
      latencies.length > 0
        ? { guardrail_latency_ms: latencies.reduce((sum, latency) => sum + latency, 0) }
        : undefined,
  };
}

/** `{ id: assessment }`, `{ id: [assessment] }` or `[{ id: assessment }]`. */
function listByGuardrail(side: string, assessments: unknown): Assessment[] {
  const byGuardrail = Array.isArray(assessments) ? assessments : [assessments];
  return byGuardrail.flatMap((entry) =>
    Object.entries(readRecord(entry)).flatMap(([guardrail, given]) =>
      (Array.isArray(given) ? given : [given]).map((value) => ({
        side,
        guardrail,
        value: readRecord(value),
      })),
    ),
  );
}

/** Every item of every list of every policy, so that a policy of tomorrow is read too. */
function listFindings({ side, guardrail, value }: Assessment): Record<string, unknown>[] {
  return Object.entries(value)
    .filter(([policy]) => policy.endsWith('Policy'))
    .flatMap(([policy, lists]) =>
      Object.values(readRecord(lists))
        .flatMap(readArray)
        .map((finding) => ({ side, ...keepPresent({ guardrail }), policy, ...readRecord(finding) })),
    );
}

function sumUnits(usages: Record<string, unknown>[]): Record<string, number> | undefined {
  const units: Record<string, number> = {};
  for (const usage of usages) {
    for (const [name, count] of Object.entries(usage)) {
      if (typeof count === 'number') units[name] = (units[name] ?? 0) + count;
    }
  }
  return Object.keys(units).length > 0 ? units : undefined;
}

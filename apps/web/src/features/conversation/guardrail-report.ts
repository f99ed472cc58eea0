import {
  isObject,
  type JsonObject,
  readNumber,
  readObjects,
  readPath,
  readString,
} from '../../lib/json-value.ts';

export interface GuardrailFinding {
  /** Such as "Content filter", "Denied topic", "Personal data". */
  policy: string;
  /** Such as "PROMPT_ATTACK" or the name of a topic; absent when the match says it all. */
  name?: string;
  /** The words it was found in. */
  match?: string;
  /** BLOCKED, ANONYMIZED or NONE (seen and let through). */
  action: string;
  /** How sure the guardrail was. */
  detail?: string;
}

export interface GuardrailReport {
  summary: 'intervened' | 'masked' | 'passed';
  /** In Bedrock's words. */
  reason?: string;
  /** What was found, by where: the question, the answer, or what was checked by itself. */
  sides: { title: string; findings: GuardrailFinding[] }[];
  latencyMs?: number;
  textUnits: number;
}

const policyWords: Readonly<Record<string, string>> = {
  topicPolicy: 'Denied topic',
  contentPolicy: 'Content filter',
  wordPolicy: 'Word filter',
  sensitiveInformationPolicy: 'Personal data',
  contextualGroundingPolicy: 'Grounding',
  automatedReasoningPolicy: 'Automated reasoning',
};

const sideTitles = [
  ['input', 'In the question'],
  ['output', 'In the answer'],
  ['content', 'In the content'],
] as const;

function describeCertainty(finding: JsonObject): string | undefined {
  const { score, threshold } = finding;
  if (typeof score === 'number' && typeof threshold === 'number') {
    return `score ${score}, at least ${threshold} wanted`;
  }
  const confidence = readString(finding['confidence']);
  const strength = readString(finding['filterStrength']);
  const parts = [
    confidence && `${confidence.toLowerCase()} confidence`,
    strength && `filter at ${strength.toLowerCase()}`,
  ];
  return parts.filter(Boolean).join(', ') || undefined;
}

function readFinding(finding: JsonObject): GuardrailFinding {
  const policy = readString(finding['policy']) ?? '';
  return {
    policy: policyWords[policy] ?? policy.replace(/Policy$/, ''),
    name: readString(finding['name']) ?? readString(finding['type']),
    match: readString(finding['match']),
    action: readString(finding['action']) ?? 'NONE',
    detail: describeCertainty(finding),
  };
}

function summarize(metadata: JsonObject, findings: readonly GuardrailFinding[]): GuardrailReport['summary'] {
  const isMasked = findings.some(({ action }) => action === 'ANONYMIZED');
  const isBlocked = findings.some(({ action }) => action === 'BLOCKED');
  if (isBlocked || metadata['stop_reason'] === 'guardrail_intervened') return 'intervened';
  if (isMasked) return 'masked';
  return metadata['guardrail_action'] === 'INTERVENED' ? 'intervened' : 'passed';
}

function sumUnits(units: unknown): number {
  if (!isObject(units)) return 0;
  return Object.values(units).reduce<number>((sum, count) => sum + (readNumber(count) ?? 0), 0);
}

/** What guardrails did to a call, from its span's metadata and metrics; undefined when none looked at it. */
export function readGuardrailReport(
  metadata: JsonObject,
  metrics: Readonly<Record<string, number | undefined>>,
): GuardrailReport | undefined {
  const given = readObjects(metadata['guardrail_findings']);
  const hasReport = metadata['guardrail_action'] !== undefined || given.length > 0;
  if (!hasReport && metadata['stop_reason'] !== 'guardrail_intervened') return undefined;
  const sides = sideTitles.flatMap(([side, title]) => {
    const findings = given.filter((finding) => readPath(finding, 'side') === side).map(readFinding);
    return findings.length > 0 ? [{ title, findings }] : [];
  });
  return {
    summary: summarize(
      metadata,
      sides.flatMap(({ findings }) => findings),
    ),
    reason: readString(metadata['guardrail_action_reason']),
    sides,
    latencyMs: metrics['guardrail_latency_ms'],
    textUnits: sumUnits(metadata['guardrail_units']),
  };
}

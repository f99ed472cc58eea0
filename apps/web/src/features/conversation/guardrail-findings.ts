import { type JsonObject, type JsonValue, readObjects, readPath, readString } from '../../lib/json-value.ts';

export interface GuardrailFinding {
  /** Which side of the call it was found in. */
  side: 'input' | 'output';
  /** Such as "Content", "Topic", "Personal data". */
  policy: string;
  /** Such as "PROMPT_ATTACK" or the name of a topic. */
  name: string;
  /** BLOCKED, ANONYMIZED or NONE (seen and let through). */
  action: string;
  detail?: string;
}

/** Where an assessment keeps each policy's findings. */
const policyLists: { policy: string; path: [string, string] }[] = [
  { policy: 'Topic', path: ['topicPolicy', 'topics'] },
  { policy: 'Content', path: ['contentPolicy', 'filters'] },
  { policy: 'Word', path: ['wordPolicy', 'customWords'] },
  { policy: 'Word list', path: ['wordPolicy', 'managedWordLists'] },
  { policy: 'Personal data', path: ['sensitiveInformationPolicy', 'piiEntities'] },
  { policy: 'Pattern', path: ['sensitiveInformationPolicy', 'regexes'] },
  { policy: 'Grounding', path: ['contextualGroundingPolicy', 'filters'] },
];

function describe(finding: JsonObject): string | undefined {
  const { confidence, score, threshold } = finding;
  if (typeof score === 'number' && typeof threshold === 'number')
    return `score ${score} of at least ${threshold}`;
  return typeof confidence === 'string' ? `confidence ${confidence.toLowerCase()}` : undefined;
}

function readAssessment(assessment: JsonObject, side: GuardrailFinding['side']): GuardrailFinding[] {
  return policyLists.flatMap(({ policy, path }) =>
    readObjects(readPath(assessment, ...path)).map((finding) => ({
      side,
      policy,
      name:
        readString(finding['name']) ?? readString(finding['type']) ?? readString(finding['match']) ?? 'match',
      action: readString(finding['action']) ?? 'NONE',
      detail: describe(finding),
    })),
  );
}

/** The values of one assessment by guardrail, or of a list of such. */
function listAssessments(assessments: JsonValue | undefined): JsonObject[] {
  const byGuardrail = Array.isArray(assessments) ? readObjects(assessments) : readObjects([assessments]);
  return byGuardrail.flatMap((one) =>
    Object.values(one).flatMap((value) => readObjects(Array.isArray(value) ? value : [value])),
  );
}

/** What each policy of the guardrail found on either side, from a span's metadata; Converse and InvokeModel differ. */
export function readGuardrailFindings(metadata: JsonObject): GuardrailFinding[] {
  const trace = readPath(metadata, 'trace', 'guardrail');
  const input = readPath(trace, 'inputAssessment') ?? readPath(trace, 'input');
  const output = readPath(trace, 'outputAssessments') ?? readPath(trace, 'outputs');
  return [
    ...listAssessments(input).flatMap((one) => readAssessment(one, 'input')),
    ...listAssessments(output).flatMap((one) => readAssessment(one, 'output')),
  ];
}

/** Whether the guardrail replaced the question or the answer. */
export function hasGuardrailIntervened(metadata: JsonObject): boolean {
  return metadata['stop_reason'] === 'guardrail_intervened' || metadata['guardrail_action'] === 'INTERVENED';
}

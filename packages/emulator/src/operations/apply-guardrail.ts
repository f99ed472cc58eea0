import { applyGuardrail, blockedMessage } from '../answer/guardrail.ts';
import { asArray, asObject, asString } from '../json.ts';
import { invalidRequest } from '../service-error.ts';
import { jsonAnswer } from './operation.ts';
import type { EmulatedOperation } from './operation.ts';
import { parseJsonBody } from './parse-body.ts';
import { readPathSegment } from './path-segment.ts';

export const applyGuardrailOperation: EmulatedOperation = {
  name: 'ApplyGuardrail',
  method: 'POST',
  path: /^\/guardrail\/[^/]+\/version\/[^/]+\/apply$/u,
  answer({ request }) {
    const id = readPathSegment(request, 1);
    const version = readPathSegment(request, 3);
    const body = parseJsonBody(request.body);
    checkRequest({ id, version, source: body.source });
    const texts = asArray(body.content).map((block) => asString(asObject(asObject(block).text).text));
    if (texts.length === 0) throw invalidRequest('At least one content block must be provided.');
    const { isIntervention, trace } = applyGuardrail({ id, version, trace: 'enabled' }, texts.join('\n'));
    const assessment = asObject(asObject(trace?.inputAssessment)[id]);
    const { usage, guardrailCoverage } = asObject(assessment.invocationMetrics);
    return jsonAnswer({
      usage,
      action: isIntervention ? 'GUARDRAIL_INTERVENED' : 'NONE',
      actionReason: isIntervention ? 'Guardrail blocked.' : 'No action.',
      outputs: isIntervention ? [{ text: blockedMessage }] : [],
      assessments: [assessment],
      guardrailCoverage,
    });
  },
};

function checkRequest({ id, version, source }: { id: string; version: string; source: unknown }): void {
  if (!/^(?:[a-z0-9-]+|arn:aws[^:]*:bedrock:.+:guardrail\/[a-z0-9]+)$/u.test(id)) {
    throw invalidRequest('The guardrail identifier provided in the request is invalid.');
  }
  if (!/^(?:[1-9]\d{0,7}|DRAFT)$/u.test(version)) {
    throw invalidRequest('The guardrail version provided in the request is invalid.');
  }
  if (source !== 'INPUT' && source !== 'OUTPUT') {
    throw invalidRequest(
      `1 validation error detected: Value at 'source' failed to satisfy constraint: Member must satisfy enum value set: [INPUT, OUTPUT]`,
    );
  }
}

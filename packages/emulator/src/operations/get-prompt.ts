import { parseModelId } from '@outcrop/bedrock';

import { ServiceError } from '../service-error.ts';
import { jsonAnswer } from './operation.ts';
import type { EmulatedOperation } from './operation.ts';
import { readPathSegment } from './path-segment.ts';

const createdAt = '2026-01-01T00:00:00Z';

/** client-bedrock-agent's look-up of a managed prompt, for those of `modelsBehind`. */
export const getPrompt: EmulatedOperation = {
  name: 'GetPrompt',
  method: 'GET',
  path: /^\/prompts\/[^/]+\/?$/u,
  answer({ request, modelsBehind }) {
    const asked = readPathSegment(request, 1);
    const entry = Object.entries(modelsBehind).find(([arn]) => {
      const { kind, resourceId = '' } = parseModelId(arn);
      return kind === 'prompt' && (withoutVersion(arn) === asked || withoutVersion(resourceId) === asked);
    });
    if (!entry) throw new ServiceError('ResourceNotFoundException', 'Could not find the prompt.');
    const [arn, modelId] = entry;
    return jsonAnswer({
      arn,
      id: withoutVersion(parseModelId(arn).resourceId ?? ''),
      name: 'prompt',
      version: new URLSearchParams(request.query).get('promptVersion') ?? 'DRAFT',
      createdAt,
      updatedAt: createdAt,
      defaultVariant: 'default',
      variants: [
        { name: 'default', templateType: 'TEXT', modelId, templateConfiguration: { text: { text: 'Hi' } } },
      ],
    });
  },
};

/** A prompt's ARN may end in `:1`. */
function withoutVersion(text: string): string {
  return text.replace(/:\d+$/u, '');
}

import { asArray, asObject, asString, isJsonObject } from '../json.ts';
import type { JsonObject } from '../json.ts';
import { invalidRequest } from '../service-error.ts';
import { jsonAnswer } from './operation.ts';
import type { EmulatedOperation } from './operation.ts';
import { parseJsonBody } from './parse-body.ts';

interface Passage {
  text: string;
  messageIndex: number;
  contentIndex: number;
}

const entityPatterns: Readonly<Record<string, RegExp>> = {
  EMAIL: /[\w.+-]+@[\w-]+\.[\w.]+/gu,
  PHONE: /\+?\d[\d -]{7,}\d/gu,
};

const attack = /ignore (?:all |your )?(?:previous |prior )?instructions/iu;

/** Each check has one simple rule: a category's own name, “ignore previous instructions”, e-mail and phone patterns. */
export const invokeGuardrailChecks: EmulatedOperation = {
  name: 'InvokeGuardrailChecks',
  method: 'POST',
  path: /^\/guardrail-checks\/invoke$/u,
  answer({ request }) {
    const body = parseJsonBody(request.body);
    const passages = readPassages(body.messages);
    const checks = asObject(body.checks);
    const text = passages.map((passage) => passage.text).join('\n');
    const results: JsonObject = {};
    const usage: JsonObject = {};
    for (const [name, run] of Object.entries(checkRunners)) {
      if (!isJsonObject(checks[name])) continue;
      results[name] = run(checks[name], passages);
      usage[name] = { textUnits: Math.max(1, Math.ceil(text.length / 1000)) };
    }
    if (Object.keys(results).length === 0) throw invalidRequest('At least one check must be provided.');
    return jsonAnswer({ results, usage });
  },
};

const checkRunners: Readonly<Record<string, (config: JsonObject, passages: Passage[]) => JsonObject>> = {
  contentFilter: (config, passages) =>
    scoreCategories(config, (category) => passages.some(({ text }) => text.toUpperCase().includes(category))),
  promptAttack: (config, passages) =>
    scoreCategories(config, () => passages.some(({ text }) => attack.test(text))),
  sensitiveInformation: (config, passages) => ({
    results: asArray(config.entities).flatMap((entity) =>
      passages.flatMap((passage) => findEntities(asString(asObject(entity).type), passage)),
    ),
    truncated: false,
  }),
};

function scoreCategories(config: JsonObject, isFound: (category: string) => boolean): JsonObject {
  return {
    results: asArray(config.categories).map((entry) => {
      const category = asString(asObject(entry).category);
      return { category, severityScore: isFound(category) ? 0.9 : 0 };
    }),
  };
}

function findEntities(type: string, { text, ...place }: Passage): JsonObject[] {
  const pattern = entityPatterns[type];
  if (!pattern) return [];
  return [...text.matchAll(pattern)].map((match) => ({
    type,
    confidenceScore: 0.95,
    beginOffset: match.index,
    endOffset: match.index + match[0].length,
    ...place,
  }));
}

function readPassages(messages: unknown): Passage[] {
  const passages = asArray(messages).flatMap((message, messageIndex) =>
    asArray(asObject(message).content).map((block, contentIndex) => ({
      text: asString(asObject(block).text),
      messageIndex,
      contentIndex,
    })),
  );
  if (passages.length === 0) throw invalidRequest('At least one message must be provided.');
  return passages;
}

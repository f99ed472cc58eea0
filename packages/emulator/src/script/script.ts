import { readFileSync } from 'node:fs';

import { asNumber, isJsonObject } from '../json.ts';
import type { Behaviour } from './behaviour.ts';
import { ScriptError, parseDirectives } from './parse-directives.ts';

/** One rule of a script; the first that matches a request decides. */
export interface ScriptRule {
  /** AWS's name, such as `ConverseStream`; absent matches every operation. */
  operation?: string;
  /** A model id; `*` stands for any characters. Absent matches every model. */
  model?: string;
  /** Directives as in the `x-outcrop-emulator` header. */
  behaviour: string;
  /** How many requests the rule is good for; attempts of one call count once. Absent means all. */
  times?: number;
}

export interface Script {
  /** What the first matching rule asks for; a call's later attempts keep its first attempt's rule. */
  find(request: { operation: string; modelId: string; callKey: string }): Behaviour;
  reset(): void;
}

interface ReadyRule {
  rule: ScriptRule;
  behaviour: Behaviour;
  model: RegExp;
  callKeys: Set<string>;
}

/** Reads the JSON file of `--script`: `{ "rules": [...] }` or the list alone. Throws a ScriptError that names the place. */
export function readScriptFile(path: string): ScriptRule[] {
  let content: unknown;
  try {
    content = JSON.parse(readFileSync(path, 'utf8'));
  } catch (error) {
    throw new ScriptError(`${path} cannot be read as JSON: ${(error as Error).message}`, { cause: error });
  }
  const rules = isJsonObject(content) ? content.rules : content;
  if (!Array.isArray(rules)) throw new ScriptError(`${path} must hold { "rules": [...] }.`);
  return rules.map((rule, index) => parseRule(rule, `${path}, rule ${index + 1}`));
}

export function createScript(rules: readonly ScriptRule[]): Script {
  const ready: ReadyRule[] = rules.map((rule) => ({
    rule,
    behaviour: parseDirectives(rule.behaviour),
    model: wildcard(rule.model ?? '*'),
    callKeys: new Set(),
  }));
  return {
    find({ operation, modelId, callKey }) {
      const match = ready.find(
        ({ rule, model, callKeys }) =>
          (rule.operation === undefined || rule.operation === operation) &&
          model.test(modelId) &&
          (rule.times === undefined || callKeys.has(callKey) || callKeys.size < rule.times),
      );
      if (match?.rule.times !== undefined) match.callKeys.add(callKey);
      return match?.behaviour ?? {};
    },
    reset: () => {
      for (const { callKeys } of ready) callKeys.clear();
    },
  };
}

function parseRule(value: unknown, place: string): ScriptRule {
  if (!isJsonObject(value) || typeof value.behaviour !== 'string') {
    throw new ScriptError(`${place}: "behaviour" must be a string of directives.`);
  }
  try {
    parseDirectives(value.behaviour);
  } catch (error) {
    throw new ScriptError(`${place}: ${(error as Error).message}`, { cause: error });
  }
  const unknown = Object.keys(value).find(
    (name) => !['operation', 'model', 'behaviour', 'times'].includes(name),
  );
  if (unknown !== undefined) {
    throw new ScriptError(
      `${place}: unknown member "${unknown}"; a rule has operation, model, behaviour and times.`,
    );
  }
  return {
    behaviour: value.behaviour,
    operation: textOrNothing(value.operation, `${place}: "operation"`),
    model: textOrNothing(value.model, `${place}: "model"`),
    times: asNumber(value.times),
  };
}

function textOrNothing(value: unknown, place: string): string | undefined {
  if (value === undefined || typeof value === 'string') return value;
  throw new ScriptError(`${place} must be a string.`);
}

function wildcard(pattern: string): RegExp {
  const literal = pattern
    .split('*')
    .map((piece) => piece.replaceAll(/[.*+?^${}()|[\]\\]/gu, String.raw`\$&`));
  return new RegExp(`^${literal.join('.*')}$`, 'u');
}

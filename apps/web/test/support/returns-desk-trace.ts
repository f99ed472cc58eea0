import type { JsonValue, Span } from '@outcrop/protocol';

import { buildSpan } from './build-span.ts';
import { randomHex } from './sample-values.ts';

interface ReturnsDeskOptions {
  /** Microseconds since the Unix epoch. */
  startTime: number;
  /** The photo that the customer sends. */
  photo: { sha256: string; byteLength: number };
}

const model = 'us.anthropic.claude-sonnet-4-5-20250929-v1:0';
const orderCall = { toolUseId: 'tooluse_9hK2vQ', name: 'find_order', input: { order_number: '58201' } };
const labelCall = {
  toolUseId: 'tooluse_c31RxA',
  name: 'create_return_label',
  input: { order_number: '58201', line: 1 },
};
const stockCall = { toolUseId: 'tooluse_Yw04Le', name: 'check_stock', input: { sku: 'RJ-204-L' } };

const order: JsonValue = {
  number: '58201',
  placed: '2026-10-31',
  total: 207,
  currency: 'EUR',
  lines: [{ line: 1, sku: 'RJ-204-M', name: 'Ridgeline jacket, M', returnable: true }],
};

const system =
  'You are the returns assistant of Alder & Finch, a shop for outdoor clothing. Be kind and brief. Look an order up before ' +
  'you promise anything. Returns are free within 30 days, and the customer chooses between an exchange and a refund. ' +
  'Never tell one customer about another. If stock cannot be checked, say so and offer the refund. Answer in the language ' +
  'of the customer, in at most four sentences, and end with what happens next.';

function buildConversation({ photo }: ReturnsDeskOptions): JsonValue {
  const bytes = {
    type: 'attachment',
    content_type: 'image/png',
    byte_length: photo.byteLength,
    sha256: photo.sha256,
    name: 'jacket-label.png',
  };
  return {
    system: [{ text: system }, { cachePoint: { type: 'default' } }],
    messages: [
      {
        role: 'user',
        content: [
          { text: 'Hi! I bought the Ridgeline jacket (order 58201) but M is too tight. Can I send it back?' },
          { image: { format: 'png', source: { bytes } } },
        ],
      },
      { role: 'assistant', content: [{ text: 'Let me look at your order.' }, { toolUse: orderCall }] },
      {
        role: 'user',
        content: [{ toolResult: { toolUseId: orderCall.toolUseId, content: [{ json: order }] } }],
      },
      { role: 'assistant', content: [{ toolUse: labelCall }, { toolUse: stockCall }] },
      {
        role: 'user',
        content: [
          {
            toolResult: {
              toolUseId: labelCall.toolUseId,
              content: [{ json: { label: 'AF-58201-1', valid_until: '2026-12-07' } }],
            },
          },
          {
            toolResult: {
              toolUseId: stockCall.toolUseId,
              status: 'error',
              content: [{ text: 'The stock service did not answer within 350 ms.' }],
            },
          },
        ],
      },
    ],
  };
}

const answer: JsonValue = {
  message: {
    role: 'assistant',
    content: [
      {
        text:
          'Of course, and the return is **free**: your label is `AF-58201-1`, valid until 7 December.\n\n' +
          'I could not check whether size L is in stock just now. As soon as the jacket is back you choose:\n\n' +
          '- an exchange for L, if there is one\n- a refund of 207 EUR',
      },
    ],
  },
};

const guardrail: Span['metadata'] = {
  guardrail_action: 'INTERVENED',
  guardrail_findings: [
    {
      side: 'input',
      policy: 'sensitiveInformationPolicy',
      type: 'NAME',
      match: 'Ann Ferris',
      action: 'ANONYMIZED',
    },
    {
      side: 'output',
      policy: 'contextualGroundingPolicy',
      type: 'GROUNDING',
      score: 0.83,
      threshold: 0.7,
      action: 'NONE',
    },
  ],
  guardrail_units: { sensitiveInformationPolicyUnits: 1, contextualGroundingPolicyUnits: 2 },
};

function buildMetrics(input: number, output: number, costUsd: number): Span['metrics'] {
  const cached = 9000;
  return {
    prompt_tokens: input,
    completion_tokens: output,
    prompt_cached_tokens: cached,
    tokens: input + output + cached,
    time_to_first_token: 0.64,
    cost_usd: costUsd,
  };
}

/** An agent's work on a customer's question, with everything that makes a trace worth reading. */
export function buildReturnsDeskTrace(options: ReturnsDeskOptions): Span[] {
  const trace_id = randomHex(32);
  const root = randomHex(16);
  const at = (ms: number): number => options.startTime + ms * 1000;
  const build = (name: string, [from, to]: [number, number], given: Partial<Span> = {}): Span =>
    buildSpan({
      trace_id,
      span_id: randomHex(16),
      parent_span_id: root,
      project: 'returns-desk',
      name,
      type: 'function',
      start_time: at(from),
      end_time: at(to),
      ...given,
    });
  const call = (time: [number, number], given: Partial<Span>): Span =>
    build('bedrock.converseStream', time, {
      type: 'llm',
      input: buildConversation(options),
      output: answer,
      ...given,
      metadata: { provider: 'aws-bedrock', model, stop_reason: 'end_turn', ...given.metadata },
    });
  const load = build('load-customer', [60, 330]);
  const find = build('find_order', [2950, 3470], { type: 'tool', input: orderCall.input, output: order });
  const tools = build('tools in parallel', [5320, 6500], { type: 'task' });
  const retry = {
    name: 'retry',
    time: at(3980),
    attributes: {
      attempt: 1,
      error_type: 'ThrottlingException',
      error_message: 'Too many tokens, please wait before trying again.',
      status: 429,
      delay_ms: 210,
    },
  };
  return [
    build('answer-customer', [0, 9840], { span_id: root, parent_span_id: null, type: 'task' }),
    load,
    build('GET /customers/c_10482', [80, 310], { parent_span_id: load.span_id }),
    call([370, 2910], { metrics: buildMetrics(412, 96, 0.0067) }),
    find,
    build('SELECT orders', [2970, 3420], { parent_span_id: find.span_id }),
    call([3510, 5270], { metrics: buildMetrics(731, 124, 0.0078), events: [retry] }),
    tools,
    build('create_return_label', [5330, 6490], { type: 'tool', parent_span_id: tools.span_id }),
    build('check_stock', [5340, 5720], {
      type: 'tool',
      parent_span_id: tools.span_id,
      error: { type: 'TimeoutError', message: 'The stock service did not answer within 350 ms.' },
    }),
    call([6540, 9720], {
      metadata: guardrail,
      metrics: { ...buildMetrics(958, 203, 0.0085), guardrail_latency_ms: 43 },
    }),
    build('judge-politeness', [9730, 9840], { type: 'eval' }),
  ];
}

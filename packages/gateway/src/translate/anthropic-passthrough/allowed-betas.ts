export interface AllowedBeta {
  name: string;
  /** Of the model's id without a profile's prefix; absent means all of Claude. */
  models?: RegExp;
  /** Bedrock's name for it, where that is another. */
  bedrockName?: string;
}

/**
 * The beta features that Bedrock takes; it refuses a request that names any other.
 * https://docs.aws.amazon.com/bedrock/latest/userguide/model-parameters-anthropic-claude-messages-request-response.html
 */
export const allowedBetas: readonly AllowedBeta[] = [
  { name: 'computer-use-2024-10-22', models: /claude-3-5-sonnet-20241022/ },
  { name: 'computer-use-2025-01-24', models: /claude-(3-7|sonnet-4|opus-4|haiku-4)/ },
  { name: 'computer-use-2025-11-24', models: /claude-(opus-4-[5-9]|sonnet-4-6|(opus|sonnet)-[5-9])/ },
  { name: 'token-efficient-tools-2025-02-19', models: /claude-(3-7|sonnet-4|opus-4)/ },
  { name: 'interleaved-thinking-2025-05-14', models: /claude-(sonnet|opus|haiku)-[4-9]/ },
  { name: 'output-128k-2025-02-19', models: /claude-3-7/ },
  { name: 'dev-full-thinking-2025-05-14', models: /claude-(sonnet|opus)-4/ },
  { name: 'context-1m-2025-08-07', models: /claude-(sonnet-4|opus-4-6)/ },
  { name: 'context-management-2025-06-27', models: /claude-(sonnet|opus|haiku)-[4-9]/ },
  { name: 'effort-2025-11-24', models: /claude-opus-4-5/ },
  { name: 'tool-search-tool-2025-10-19', models: /claude-(sonnet|opus)-(4-[5-9]|[5-9])/ },
  {
    name: 'advanced-tool-use-2025-11-20',
    models: /claude-(sonnet|opus)-(4-[5-9]|[5-9])/,
    bedrockName: 'tool-search-tool-2025-10-19',
  },
  { name: 'tool-examples-2025-10-29', models: /claude-(sonnet|opus)-(4-[5-9]|[5-9])/ },
  { name: 'fine-grained-tool-streaming-2025-05-14' },
];

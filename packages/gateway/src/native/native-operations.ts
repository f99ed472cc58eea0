/** One operation of the Bedrock runtime as it stands on the wire. */
export interface NativeOperation {
  /** The AWS SDK's command class. */
  command: string;
  method: 'GET' | 'POST';
  /** The end of the path behind the model, such as `/converse`; for other operations the whole path. */
  path: RegExp;
  isStream?: true;
  /** Both sides speak at once, which only HTTP/2 can. */
  isDuplex?: true;
  /** Where the model is found; absent for operations without one. */
  model?: 'path' | 'body';
}

/** https://docs.aws.amazon.com/bedrock/latest/APIReference/API_Operations_Amazon_Bedrock_Runtime.html */
export const nativeOperations: readonly NativeOperation[] = [
  { command: 'ConverseCommand', method: 'POST', path: /^\/model\/(.+)\/converse$/, model: 'path' },
  {
    command: 'ConverseStreamCommand',
    method: 'POST',
    path: /^\/model\/(.+)\/converse-stream$/,
    model: 'path',
    isStream: true,
  },
  { command: 'InvokeModelCommand', method: 'POST', path: /^\/model\/(.+)\/invoke$/, model: 'path' },
  {
    command: 'InvokeModelWithResponseStreamCommand',
    method: 'POST',
    path: /^\/model\/(.+)\/invoke-with-response-stream$/,
    model: 'path',
    isStream: true,
  },
  {
    command: 'InvokeModelWithBidirectionalStreamCommand',
    method: 'POST',
    path: /^\/model\/(.+)\/invoke-with-bidirectional-stream$/,
    model: 'path',
    isStream: true,
    isDuplex: true,
  },
  { command: 'CountTokensCommand', method: 'POST', path: /^\/model\/(.+)\/count-tokens$/, model: 'path' },
  {
    command: 'ApplyGuardrailCommand',
    method: 'POST',
    path: /^\/guardrail\/[^/]+\/version\/[^/]+\/apply$/,
  },
  { command: 'InvokeGuardrailChecksCommand', method: 'POST', path: /^\/guardrail-checks\/invoke$/ },
  { command: 'StartAsyncInvokeCommand', method: 'POST', path: /^\/async-invoke$/, model: 'body' },
  { command: 'ListAsyncInvokesCommand', method: 'GET', path: /^\/async-invoke$/ },
  { command: 'GetAsyncInvokeCommand', method: 'GET', path: /^\/async-invoke\/[^/]+$/ },
];

import { isRecord } from '../translate/conversation/parse-field.ts';
import type { CallRecord } from './call-record.ts';
import { readJson } from './read-json.ts';

type Input = Record<string, unknown>;
type WireCall = Pick<CallRecord, 'model' | 'requestBody' | 'requestHeaders' | 'upstreamPath'>;

/** Commands whose input is not simply their body of JSON and the model of their path. */
const inputs: Readonly<Record<string, (call: WireCall) => Input>> = {
  InvokeModelCommand: readInvokeInput,
  InvokeModelWithResponseStreamCommand: readInvokeInput,
  InvokeModelWithBidirectionalStreamCommand: ({ model }) => ({ modelId: model }),
  CountTokensCommand: readCountTokensInput,
  ApplyGuardrailCommand: (call) => {
    const [, guardrailIdentifier, , guardrailVersion] = listSegments(call);
    return { ...readBody(call), guardrailIdentifier, guardrailVersion };
  },
  GetAsyncInvokeCommand: (call) => ({ invocationArn: listSegments(call)[1] }),
  ListAsyncInvokesCommand: (call) => Object.fromEntries(new URLSearchParams(splitPath(call)[1])),
};

/** The input that a client library of AWS would have been given for what is on the wire. */
export function readWireInput(command: string, call: WireCall): Input {
  const read = Object.hasOwn(inputs, command) ? inputs[command] : undefined;
  return read ? read(call) : { ...readBody(call), ...(call.model !== '' && { modelId: call.model }) };
}

function readBody({ requestBody }: WireCall): Input {
  const body = readJson(requestBody);
  return isRecord(body) ? body : {};
}

/** https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_InvokeModel.html */
function readInvokeInput({ model, requestBody, requestHeaders: headers }: WireCall): Input {
  return {
    modelId: model,
    body: requestBody,
    contentType: headers['content-type'],
    accept: headers['accept'],
    guardrailIdentifier: headers['x-amzn-bedrock-guardrailidentifier'],
    guardrailVersion: headers['x-amzn-bedrock-guardrailversion'],
    trace: headers['x-amzn-bedrock-trace'],
    performanceConfigLatency: headers['x-amzn-bedrock-performanceconfig-latency'],
    serviceTier: headers['x-amzn-bedrock-service-tier'],
    requestMetadata: headers['x-amzn-bedrock-request-metadata'],
  };
}

/** The body of the InvokeModel call to be counted is base64 on the wire. */
function readCountTokensInput(call: WireCall): Input {
  const body = readBody(call);
  const { invokeModel } = isRecord(body.input) ? body.input : {};
  if (isRecord(invokeModel) && typeof invokeModel.body === 'string')
    invokeModel.body = Buffer.from(invokeModel.body, 'base64');
  return { ...body, modelId: call.model };
}

function splitPath({ upstreamPath = '' }: WireCall): [path: string, query: string] {
  const at = upstreamPath.indexOf('?');
  return at === -1 ? [upstreamPath, ''] : [upstreamPath.slice(0, at), upstreamPath.slice(at + 1)];
}

/** From the operation's own first segment on, whatever base stands before it. */
function listSegments(call: WireCall): string[] {
  const segments = splitPath(call)[0].split('/').map(decodeSegment);
  const start = segments.findIndex((segment) => segment === 'guardrail' || segment === 'async-invoke');
  return start === -1 ? [] : segments.slice(start);
}

function decodeSegment(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}

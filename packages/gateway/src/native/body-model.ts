import { GatewayError } from '../gateway-error.ts';

/** The model of operations that say it in their body. Throws a GatewayError when there is none. */
export function readBodyModel(body: Buffer): string {
  const { modelId } = parseObject(body);
  if (typeof modelId === 'string' && modelId !== '') return modelId;
  throw refuse('the body must say the model in modelId.');
}

export function replaceBodyModel(body: Buffer, modelId: string): Buffer {
  return Buffer.from(JSON.stringify({ ...parseObject(body), modelId }));
}

function parseObject(body: Buffer): Record<string, unknown> {
  let value: unknown;
  try {
    value = JSON.parse(body.toString('utf8'));
  } catch {
    throw refuse('the body is no JSON.');
  }
  if (typeof value !== 'object' || value === null) throw refuse('the body is no JSON object.');
  return value as Record<string, unknown>;
}

function refuse(message: string): GatewayError {
  return new GatewayError(message, { status: 400, code: 'invalid_request', param: 'modelId' });
}

import { GatewayError } from '../../gateway-error.ts';
import { isRecord } from '../conversation/parse-field.ts';

/** Reads the error that Anthropic's models end a stream with. */
export function readAnthropicError(error: unknown): GatewayError {
  const fields = isRecord(error) ? error : {};
  return new GatewayError(
    typeof fields.message === 'string' ? fields.message : 'The model broke off its answer.',
    {
      status: fields.type === 'overloaded_error' ? 503 : 500,
      code: typeof fields.type === 'string' ? fields.type : 'internal_error',
    },
  );
}

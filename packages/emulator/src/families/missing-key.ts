import { invalidRequest, type ServiceError } from '../service-error.ts';

/** What Bedrock says of a body that lacks what its model needs. */
export function missingKey(key: string): ServiceError {
  return invalidRequest(
    `Malformed input request: #: required key [${key}] not found, please reformat your input and try again.`,
  );
}

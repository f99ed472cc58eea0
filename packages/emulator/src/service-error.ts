/** Statuses of Bedrock's exceptions and of those AWS's front door adds. */
const statusOfType: Readonly<Record<string, number>> = {
  AccessDeniedException: 403,
  BadGatewayException: 502,
  ConflictException: 400,
  DependencyFailedException: 424,
  ExpiredTokenException: 403,
  IncompleteSignature: 400,
  IncompleteSignatureException: 403,
  InternalServerException: 500,
  InvalidSignatureException: 403,
  MissingAuthenticationTokenException: 403,
  ModelErrorException: 424,
  ModelNotReadyException: 429,
  ModelStreamErrorException: 424,
  ModelTimeoutException: 408,
  ResourceNotFoundException: 404,
  SerializationException: 400,
  ServiceQuotaExceededException: 400,
  ServiceUnavailableException: 503,
  ThrottlingException: 429,
  UnknownOperationException: 404,
  UnrecognizedClientException: 403,
  ValidationException: 400,
};

const messageOfType: Readonly<Record<string, string>> = {
  InternalServerException:
    'The system encountered an unexpected error during processing. Try your request again.',
  ModelErrorException: 'The model encountered an error while processing the request. Try your request again.',
  ModelNotReadyException: 'Model is not ready for inference. Wait and try your request again.',
  ModelStreamErrorException: 'The model stream encountered an error. Try your request again.',
  ModelTimeoutException: 'The model took too long to process the request. Try your request again.',
  ServiceUnavailableException: 'Bedrock is unable to process your request.',
  ThrottlingException: 'Too many requests, please wait before trying again.',
};

export interface ServiceErrorOptions {
  /** Defaults to the status AWS gives this type, else 400. */
  status?: number;
  /** Further members of the JSON body, such as `originalStatusCode`. */
  members?: Record<string, unknown>;
  /** What the client reads as the message's key; Bedrock's API key check says `Message`. */
  messageKey?: 'message' | 'Message';
}

/** An error the emulator answers with, spelled as AWS spells it. */
export class ServiceError extends Error {
  readonly type: string;
  readonly status: number;
  readonly members: Record<string, unknown>;
  readonly messageKey: 'message' | 'Message';

  constructor(type: string, message?: string, options: ServiceErrorOptions = {}) {
    super(message ?? messageOfType[type] ?? `${type} from the emulator`);
    this.name = type;
    this.type = type;
    this.status = options.status ?? statusOfType[type] ?? 400;
    this.members = options.members ?? {};
    this.messageKey = options.messageKey ?? 'message';
  }

  /** The JSON body. */
  toBody(): Record<string, unknown> {
    return { [this.messageKey]: this.message, ...this.members };
  }
}

/** Bedrock's answer to a request it will not take. */
export function invalidRequest(message: string): ServiceError {
  return new ServiceError('ValidationException', message);
}

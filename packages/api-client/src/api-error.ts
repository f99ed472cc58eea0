import { OutcropError, type ApiErrorBody } from '@outcrop/protocol';

export interface ApiErrorOptions {
  code: string;
  status: number;
  cause?: unknown;
}

/** The server refused a request, or could not be reached (`status` 0, code `unreachable`). */
export class ApiError extends OutcropError {
  /** HTTP status. */
  readonly status: number;

  constructor(message: string, { status, ...options }: ApiErrorOptions) {
    super(message, options);
    this.status = status;
  }
}

/** Reads the error out of an answer that is not 2xx; what is in between may have answered instead of the server. */
export async function readApiError(response: Response, place: string): Promise<ApiError> {
  const { status } = response;
  const body = parseErrorBody(await response.text().catch(() => ''));
  if (body) return new ApiError(body.error.message, { code: body.error.code, status });
  return new ApiError(
    `[outcrop] ${place} answered ${status} without saying why: is this an Outcrop server?`,
    {
      code: 'unknown',
      status,
    },
  );
}

function parseErrorBody(text: string): ApiErrorBody | undefined {
  try {
    const body = JSON.parse(text) as Partial<ApiErrorBody> | null;
    const error = body?.error;
    return typeof error?.code === 'string' && typeof error.message === 'string' ? { error } : undefined;
  } catch {
    return undefined;
  }
}

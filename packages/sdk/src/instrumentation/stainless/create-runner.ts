import { withActiveSpan } from '../../tracer/run-in-span.ts';
import type { TraceSpan } from '../../tracer/trace-span.ts';
import { describeApiError } from './describe-api-error.ts';

/** Makes the runner of tools under the span of its run; what the client refuses at once fails the span. */
export function createRunner<Runner>(span: TraceSpan, create: () => Runner): Runner {
  try {
    return withActiveSpan(span, create);
  } catch (error) {
    span.setError(describeApiError(error));
    span.end();
    throw error;
  }
}

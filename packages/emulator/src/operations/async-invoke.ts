import type { AsyncInvocation } from '../async-invoke/async-invocations.ts';
import { asObject, asString, isJsonObject } from '../json.ts';
import type { JsonObject } from '../json.ts';
import { checkModelId } from '../model-id/check-model-id.ts';
import { ServiceError, invalidRequest } from '../service-error.ts';
import { jsonAnswer } from './operation.ts';
import type { EmulatedOperation } from './operation.ts';
import { parseJsonBody } from './parse-body.ts';
import { readPathSegment } from './path-segment.ts';

export const startAsyncInvoke: EmulatedOperation = {
  name: 'StartAsyncInvoke',
  method: 'POST',
  path: /^\/async-invoke$/u,
  answer({ request, invocations }) {
    const body = parseJsonBody(request.body);
    const modelId = asString(body.modelId);
    checkModelId(modelId);
    if (!isJsonObject(body.modelInput)) throw invalidRequest('The model input must be a JSON object.');
    const outputDataConfig = asObject(body.outputDataConfig);
    const uri = asString(asObject(outputDataConfig.s3OutputDataConfig).s3Uri);
    if (!/^s3:\/\/[a-z0-9][a-z0-9.-]+/u.test(uri)) throw invalidRequest(`Invalid S3 URI: ${uri}`);
    const { arn } = invocations.start({
      modelArn: modelId.startsWith('arn:')
        ? modelId
        : `arn:aws:bedrock:us-east-1::foundation-model/${modelId}`,
      clientRequestToken: asString(body.clientRequestToken) || undefined,
      outputDataConfig,
      failureMessage: uri.startsWith('s3://no-such-bucket')
        ? `The S3 bucket does not exist: ${uri}`
        : undefined,
    });
    return jsonAnswer({ invocationArn: arn });
  },
};

export const getAsyncInvoke: EmulatedOperation = {
  name: 'GetAsyncInvoke',
  method: 'GET',
  path: /^\/async-invoke\/[^/]+$/u,
  answer({ request, invocations }) {
    const job = invocations.find(readPathSegment(request, 1));
    if (!job) throw new ServiceError('ResourceNotFoundException', 'Could not find the invocation.');
    return jsonAnswer(renderJob(job));
  },
};

export const listAsyncInvokes: EmulatedOperation = {
  name: 'ListAsyncInvokes',
  method: 'GET',
  path: /^\/async-invoke$/u,
  answer({ request, invocations }) {
    const query = new URLSearchParams(request.query);
    const found = invocations.list().filter((job) => isAskedFor(job, query));
    if (query.get('sortOrder') !== 'Ascending') found.reverse();
    const start = Number(query.get('nextToken') ?? 0);
    const end = start + Number(query.get('maxResults') ?? 100);
    return jsonAnswer({
      asyncInvokeSummaries: found.slice(start, end).map(renderJob),
      ...(end < found.length ? { nextToken: String(end) } : {}),
    });
  },
};

function isAskedFor(job: AsyncInvocation, query: URLSearchParams): boolean {
  const status = query.get('statusEquals');
  const after = query.get('submitTimeAfter');
  const before = query.get('submitTimeBefore');
  return (
    (status === null || job.status === status) &&
    (after === null || job.submittedAt >= new Date(after)) &&
    (before === null || job.submittedAt <= new Date(before))
  );
}

function renderJob(job: AsyncInvocation): JsonObject {
  return {
    invocationArn: job.arn,
    modelArn: job.modelArn,
    clientRequestToken: job.clientRequestToken,
    status: job.status,
    failureMessage: job.failureMessage,
    submitTime: job.submittedAt.toISOString(),
    lastModifiedTime: (job.endedAt ?? job.submittedAt).toISOString(),
    endTime: job.endedAt?.toISOString(),
    outputDataConfig: job.outputDataConfig,
  };
}

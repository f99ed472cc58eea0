// What Lambda's own Node runtime does, as far as a handler can tell: it loads `_HANDLER`, asks the Runtime API for one
// event after another and answers. https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html
import { existsSync } from 'node:fs';
import { request } from 'node:http';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

const streaming = Symbol.for('aws.lambda.runtime.handler.streaming');
globalThis.awslambda = {
  streamifyResponse(handler) {
    handler[streaming] = 'response';
    return handler;
  },
};

async function call(method, location, body) {
  const url = `http://${process.env.AWS_LAMBDA_RUNTIME_API}/2018-06-01/runtime/${location}`;
  const response = await new Promise((resolve, reject) => {
    request(url, { method }, resolve).on('error', reject).end(body);
  });
  const chunks = [];
  for await (const chunk of response) chunks.push(chunk);
  return { headers: response.headers, body: Buffer.concat(chunks).toString() };
}

async function loadHandler() {
  const setting = process.env._HANDLER;
  const file = path.basename(setting);
  const location = path.resolve(process.env.LAMBDA_TASK_ROOT, path.dirname(setting), file.split('.')[0]);
  const found = ['.js', '.mjs', '.cjs']
    .map((extension) => location + extension)
    .find((name) => existsSync(name));
  const module = await import(pathToFileURL(found).href);
  const name = file.split('.')[1];
  return module[name] ?? module.default[name];
}

function answer(handler, event, context) {
  if (handler[streaming]) {
    const chunks = [];
    const stream = { write: (chunk) => chunks.push(chunk), end: (chunk) => chunks.push(chunk ?? '') };
    return handler(event, stream, context).then(() => chunks.join(''));
  }
  return new Promise((resolve, reject) => {
    const result = handler(event, context, (error, value) => (error ? reject(error) : resolve(value)));
    if (typeof result?.then === 'function') result.then(resolve, reject);
  });
}

const handler = await loadHandler();
for (;;) {
  const { headers, body } = await call('GET', 'invocation/next');
  const id = headers['lambda-runtime-aws-request-id'];
  const context = {
    awsRequestId: id,
    functionName: 'ask-bedrock',
    functionVersion: '$LATEST',
    getRemainingTimeInMillis: () => Number(headers['lambda-runtime-deadline-ms']) - Date.now(),
  };
  const outcome = await answer(handler, JSON.parse(body), context).then(
    (value) => ({ path: 'response', value }),
    (error) => ({ path: 'error', value: { errorType: error.name, errorMessage: error.message } }),
  );
  await call('POST', `invocation/${id}/${outcome.path}`, JSON.stringify(outcome.value));
}

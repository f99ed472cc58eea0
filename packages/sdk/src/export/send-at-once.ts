export interface SendAtOnceOptions {
  url: URL;
  apiKey: string;
  timeoutMs: number;
}

/** Fields of the memory that both threads see: how many bodies were taken so far, and whether the worker is done. */
const takenIndex = 0;
const doneIndex = 1;

/**
 * What the worker runs. Text, so that it needs no file of its own in a bundle. It stops at the first body that the server
 * does not take.
 */
const workerSource = `
const { workerData } = require('node:worker_threads');
const { url, headers, bodies, state } = workerData;
const { request } = require(url.startsWith('https:') ? 'node:https' : 'node:http');
function finish() {
  Atomics.store(state, ${doneIndex}, 1);
  Atomics.notify(state, ${doneIndex});
}
function post(index) {
  if (index === bodies.length) return finish();
  const sending = request(url, { method: 'POST', headers }, (response) => {
    response.resume();
    response.once('end', () => {
      if (response.statusCode < 200 || response.statusCode > 299) return finish();
      Atomics.add(state, ${takenIndex}, 1);
      post(index + 1);
    });
  });
  sending.once('error', finish);
  sending.end(bodies[index]);
}
post(0);
`;

/**
 * Posts the bodies while this thread waits, for at most `timeoutMs`: when a process exits, its event loop has stopped
 * and only another thread can still talk to a server. Returns how many bodies the server took; never throws.
 */
export function sendAtOnce(bodies: readonly Uint8Array[], options: SendAtOnceOptions): number {
  const state = new Int32Array(new SharedArrayBuffer(8));
  try {
    const { Worker } = process.getBuiltinModule('node:worker_threads');
    const worker = new Worker(workerSource, {
      eval: true,
      workerData: {
        url: options.url.href,
        headers: { 'content-type': 'application/json', authorization: `Bearer ${options.apiKey}` },
        bodies,
        state,
      },
      // The hooks and variables of the app are not for this thread.
      execArgv: [],
      env: {},
    });
    worker.once('error', () => undefined);
    worker.unref();
    Atomics.wait(state, doneIndex, 0, options.timeoutMs);
  } catch {
    // No thread may be started here: nothing was sent.
  }
  return Atomics.load(state, takenIndex);
}

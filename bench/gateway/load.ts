import { connect, type Socket } from 'node:net';

// Sends requests as fast as they are answered over connections that stay open. Run as a process of its own.

/** What is asked, again and again. */
export interface Load {
  /** Such as `http://127.0.0.1:4310`. */
  origin: string;
  path: string;
  headers: Record<string, string>;
  body: string;
  connections: number;
  durationMs: number;
}

export interface LoadResult {
  requests: number;
  failures: number;
  /** Of the first failure, for the reader. */
  failure?: string;
  requestsPerSecond: number;
  p50Ms: number;
  p99Ms: number;
}

interface Tally {
  latencies: number[];
  failures: number;
  failure?: string;
  endsAt: number;
}

async function run(load: Load): Promise<LoadResult> {
  const start = performance.now();
  const tally: Tally = { latencies: [], failures: 0, endsAt: start + load.durationMs };
  const request = encodeRequest(load);
  await Promise.all(Array.from({ length: load.connections }, () => ask(load.origin, request, tally)));
  const seconds = (performance.now() - start) / 1000;
  const sorted = Float64Array.from(tally.latencies).sort();
  return {
    requests: sorted.length,
    failures: tally.failures,
    failure: tally.failure,
    requestsPerSecond: sorted.length / seconds,
    p50Ms: sorted[Math.floor(sorted.length * 0.5)] ?? Number.NaN,
    p99Ms: sorted[Math.floor(sorted.length * 0.99)] ?? Number.NaN,
  };
}

function encodeRequest({ origin, path, headers, body }: Load): Buffer {
  const bytes = Buffer.from(body);
  const lines = [
    `POST ${path} HTTP/1.1`,
    `host: ${new URL(origin).host}`,
    'content-type: application/json',
    `content-length: ${bytes.length}`,
    ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`),
  ];
  return Buffer.concat([Buffer.from(`${lines.join('\r\n')}\r\n\r\n`), bytes]);
}

/** One connection: the next request goes out when the last answer is whole. */
function ask(origin: string, request: Buffer, tally: Tally): Promise<void> {
  const { hostname, port } = new URL(origin);
  return new Promise((resolve, reject) => {
    const socket: Socket = connect({ host: hostname, port: Number(port), noDelay: true });
    let sentAt = 0;
    let answer = createAnswer();
    const send = (): void => {
      sentAt = performance.now();
      socket.write(request);
    };
    socket.on('connect', send);
    socket.on('data', (bytes) => {
      if (!answer.add(bytes)) return;
      const now = performance.now();
      tally.latencies.push(now - sentAt);
      if (answer.status !== 200) {
        tally.failures += 1;
        tally.failure ??= answer.text();
      }
      answer = createAnswer();
      if (now < tally.endsAt) send();
      else socket.end();
    });
    socket.on('close', () => resolve());
    socket.on('error', reject);
  });
}

interface Answer {
  /** Returns whether the answer is whole. */
  add(bytes: Buffer): boolean;
  readonly status: number;
  text(): string;
}

const endOfHead = Buffer.from('\r\n\r\n');
const endOfChunks = Buffer.from('0\r\n\r\n');

/** Finds the end of an answer of a known length, or of one in chunks, and parses nothing else. */
function createAnswer(): Answer {
  let head: Buffer | undefined;
  let status = 0;
  /** Undefined: in chunks. */
  let missing: number | undefined;
  let tail: Buffer = Buffer.alloc(0);
  const isWhole = (bytes: Buffer): boolean => {
    if (missing !== undefined) return (missing -= bytes.length) <= 0;
    tail = bytes.length >= 5 ? bytes.subarray(-5) : Buffer.concat([tail, bytes]).subarray(-5);
    return tail.equals(endOfChunks);
  };
  return {
    add(bytes) {
      if (head && status !== 0) return isWhole(bytes);
      head = head ? Buffer.concat([head, bytes]) : bytes;
      const end = head.indexOf(endOfHead);
      if (end === -1) return false;
      const text = head.toString('latin1', 0, end);
      status = Number(text.slice(9, 12));
      const length = /\r\ncontent-length: (\d+)/i.exec(text);
      if (length) missing = Number(length[1]);
      return isWhole(head.subarray(end + 4));
    },
    get status() {
      return status;
    },
    text: () => (head ?? '').toString('latin1').slice(0, 600),
  };
}

process.on('disconnect', () => process.exit());
process.on('message', (load: Load) => {
  void run(load).then(
    (result) => process.send?.(result),
    (error: unknown) => process.send?.({ requests: 0, failures: 1, failure: String(error) }),
  );
});
process.send?.('ready');

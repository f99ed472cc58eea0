import type { Agent, ClientRequest } from 'node:http';
import { loadTransport, nameReason, readAnswer, type SendOutcome } from '../export/http-sender.ts';
import type { ByteSource } from './byte-source.ts';

/** Written at a time; a multiple of three, for base64. */
const sliceBytes = 192 * 1024;

export interface AttachmentRequestsOptions {
  apiUrl: string;
  apiKey: string;
  /** Longest time without any progress. */
  requestTimeoutMs: number;
}

interface RequestBody {
  method: 'POST' | 'PUT';
  path: string;
  contentType: string;
  byteLength: number;
  write: (request: ClientRequest) => Promise<void>;
}

/** The two requests of uploading, over one connection. Sockets never keep the process alive; nothing rejects. */
export class AttachmentRequests {
  readonly #options: AttachmentRequestsOptions;
  #agent: Agent | undefined;

  constructor(options: AttachmentRequestsOptions) {
    this.#options = options;
  }

  /** `POST /v1/attachments/missing` */
  findMissing(sha256: readonly string[]): Promise<SendOutcome> {
    const body = JSON.stringify({ sha256 });
    return this.#send({
      method: 'POST',
      path: '/v1/attachments/missing',
      contentType: 'application/json',
      byteLength: body.length,
      write: async (request) => void request.write(body),
    });
  }

  /** `PUT /v1/attachments/{sha256}` */
  put(sha256: string, source: ByteSource): Promise<SendOutcome> {
    return this.#send({
      method: 'PUT',
      path: `/v1/attachments/${sha256}`,
      contentType: 'application/octet-stream',
      byteLength: source.byteLength,
      write: (request) => writeSource(request, source),
    });
  }

  async #send(body: RequestBody): Promise<SendOutcome> {
    try {
      return await this.#request(body);
    } catch (error) {
      return { kind: 'unavailable', reason: nameReason(error), retryAfterMs: undefined };
    }
  }

  #request({ method, path, contentType, byteLength, write }: RequestBody): Promise<SendOutcome> {
    const { apiUrl, apiKey, requestTimeoutMs } = this.#options;
    const url = new URL(apiUrl + path);
    const transport = loadTransport(url);
    this.#agent ??= new transport.Agent({ keepAlive: true, maxSockets: 1 });
    const headers = {
      'content-type': contentType,
      'content-length': byteLength,
      authorization: `Bearer ${apiKey}`,
    };
    return new Promise((resolve, reject) => {
      const request = transport.request(url, { method, headers, agent: this.#agent });
      request.setTimeout(requestTimeoutMs, () => {
        request.destroy(new Error(`nothing happened for ${requestTimeoutMs} ms`));
      });
      request.once('socket', (socket) => socket.unref());
      request.once('error', reject);
      request.once('response', (response) => readAnswer(response, resolve, reject));
      write(request).then(() => request.end(), reject);
    });
  }
}

/** Waits for the connection between slices, so that no more than a few lie in memory. */
async function writeSource(request: ClientRequest, source: ByteSource): Promise<void> {
  for (let start = 0; start < source.byteLength && !request.destroyed; start += sliceBytes) {
    const slice = source.read(start, Math.min(start + sliceBytes, source.byteLength));
    if (!request.write(slice)) await waitForRoom(request);
  }
}

function waitForRoom(request: ClientRequest): Promise<void> {
  return new Promise((resolve) => {
    function done(): void {
      request.off('drain', done).off('close', done);
      resolve();
    }
    request.once('drain', done).once('close', done);
  });
}

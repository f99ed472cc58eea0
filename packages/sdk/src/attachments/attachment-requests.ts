import type { ClientRequest } from 'node:http';
import type { ByteSource } from '@outcrop/bedrock';
import {
  ServerConnection,
  type SendOutcome,
  type ServerConnectionOptions,
} from '../export/server-connection.ts';

/** Written at a time; a multiple of three, for base64. */
const sliceBytes = 192 * 1024;

export interface AttachmentRequestsOptions extends ServerConnectionOptions {
  apiUrl: string;
}

/** The two requests of uploading, over one connection. Nothing rejects. */
export class AttachmentRequests {
  readonly #apiUrl: string;
  readonly #connection: ServerConnection;

  constructor(options: AttachmentRequestsOptions) {
    this.#apiUrl = options.apiUrl;
    this.#connection = new ServerConnection(options);
  }

  /** `POST /v1/attachments/missing` */
  findMissing(sha256: readonly string[]): Promise<SendOutcome> {
    const body = JSON.stringify({ sha256 });
    return this.#connection.send({
      method: 'POST',
      url: new URL(`${this.#apiUrl}/v1/attachments/missing`),
      headers: { 'content-type': 'application/json', 'content-length': body.length },
      write: (request) => void request.end(body),
    });
  }

  /** `PUT /v1/attachments/{sha256}` */
  put(sha256: string, source: ByteSource): Promise<SendOutcome> {
    return this.#connection.send({
      method: 'PUT',
      url: new URL(`${this.#apiUrl}/v1/attachments/${sha256}`),
      headers: { 'content-type': 'application/octet-stream', 'content-length': source.byteLength },
      async write(request, noteProgress) {
        // A few slices at a time lie in memory.
        for (let start = 0; start < source.byteLength && !request.destroyed; start += sliceBytes) {
          const slice = source.read(start, Math.min(start + sliceBytes, source.byteLength));
          if (!request.write(slice)) await waitForRoom(request);
          noteProgress();
        }
        request.end();
      },
    });
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

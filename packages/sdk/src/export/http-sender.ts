import { ServerConnection, type SendOutcome, type ServerConnectionOptions } from './server-connection.ts';

export interface HttpSenderOptions extends ServerConnectionOptions {
  url: URL;
  isCompressed: boolean;
}

/** Posts one body after another over one connection. Sockets never keep the process alive; never rejects. */
export class HttpSender {
  readonly #url: URL;
  readonly #isCompressed: boolean;
  readonly #connection: ServerConnection;

  constructor({ url, isCompressed, ...options }: HttpSenderOptions) {
    this.#url = url;
    this.#isCompressed = isCompressed;
    this.#connection = new ServerConnection(options);
  }

  async send(plain: Buffer): Promise<SendOutcome> {
    const compressed = this.#isCompressed ? await compress(plain) : undefined;
    const body = compressed ?? plain;
    return this.#connection.send({
      method: 'POST',
      url: this.#url,
      headers: {
        'content-type': 'application/json',
        'content-length': body.byteLength,
        ...(compressed ? { 'content-encoding': 'gzip' } : {}),
      },
      write: (request) => void request.end(body),
    });
  }
}

/** Undefined when it does not work: then the body goes as it is. */
function compress(body: Buffer): Promise<Buffer | undefined> {
  const zlib = process.getBuiltinModule('node:zlib');
  return new Promise((resolve) => {
    zlib.gzip(body, { level: 1 }, (error, compressed) => resolve(error ? undefined : compressed));
  });
}

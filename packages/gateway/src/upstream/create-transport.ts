import { createHttp1Transport } from './http1-transport.ts';
import { createHttp2Transport } from './http2-transport.ts';
import type { DuplexTransport, TransportOptions } from './transport.ts';

/** Speaks the version of HTTP that a request asks for. */
export function createTransport(options: TransportOptions): DuplexTransport {
  const http1 = createHttp1Transport(options);
  const http2 = createHttp2Transport(options);
  return {
    send: (request, handler) => (request.isHttp2 ? http2 : http1).send(request, handler),
    open: (request, handler) => http2.open(request, handler),
    async close() {
      await Promise.all([http1.close(), http2.close()]);
    },
  };
}

// A relay that does nothing for anybody: no key, no signature, no translation, no trace. Run as a process of its own:
// node bare-relay-process.mjs <port>
import { createServer, request as ask, Agent } from 'node:http';

const agent = new Agent({ keepAlive: true });

createServer((request, response) => {
  const origin = request.headers['x-origin'];
  if (origin === undefined) return response.end();
  const { hostname, port } = new URL(origin);
  const { method, url: path, headers } = request;
  const upstream = ask({ hostname, port, path, method, headers, agent }, (answer) => {
    response.writeHead(answer.statusCode, answer.headers);
    answer.pipe(response);
  });
  upstream.on('error', () => response.writeHead(502).end());
  return request.pipe(upstream);
}).listen(Number(process.argv[2]), '127.0.0.1');

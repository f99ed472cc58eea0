// Takes whatever a tracing client sends, in a process of its own so that its work is not counted.
import { createServer } from 'node:http';
import { createServer as createTcpServer } from 'node:net';

const answers = {
  '/api/apikey/login': () => ({
    org_info: [{ id: 'org', name: 'bench', api_url: origin, proxy_url: origin }],
  }),
  '/api/project/register': () => ({ project: { id: '00000000-0000-4000-8000-000000000000', name: 'bench' } }),
  '/version': () => ({}),
  '/logs3': () => ({ ids: [], xact_id: '1' }),
  // Every attachment is a new one.
  '/v1/attachments/missing': (body) => ({ missing: JSON.parse(body).sha256 }),
};

let origin = '';
const server = createServer((request, response) => {
  const { pathname } = new URL(request.url, origin);
  const answerTo = answers[pathname];
  const chunks = [];
  request.on('data', (chunk) => {
    if (answerTo?.length) chunks.push(chunk);
  });
  request.on('end', () => {
    const answer = answerTo?.(Buffer.concat(chunks).toString()) ?? {};
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(answer));
  });
});
/** Takes connections and never says a word. */
const silentServer = createTcpServer((socket) => socket.on('error', () => undefined));
origin = await listen(server);
process.send({ origin, silentOrigin: await listen(silentServer) });
process.on('disconnect', () => process.exit());

function listen(listener) {
  return new Promise((resolve) => {
    listener.listen(0, '127.0.0.1', () => resolve(`http://127.0.0.1:${listener.address().port}`));
  });
}

// Takes whatever a tracing client sends, in a process of its own so that its work is not counted.
import { createServer } from 'node:http';

const answers = {
  '/api/apikey/login': () => ({
    org_info: [{ id: 'org', name: 'bench', api_url: origin, proxy_url: origin }],
  }),
  '/api/project/register': () => ({ project: { id: '00000000-0000-4000-8000-000000000000', name: 'bench' } }),
  '/version': () => ({}),
  '/logs3': () => ({ ids: [], xact_id: '1' }),
};

let receivedBytes = 0;
let origin = '';
const server = createServer((request, response) => {
  request.on('data', (chunk) => {
    receivedBytes += chunk.length;
  });
  request.on('end', () => {
    const answer = answers[new URL(request.url, origin).pathname]?.() ?? {};
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(answer));
  });
});
server.listen(0, '127.0.0.1', () => {
  origin = `http://127.0.0.1:${server.address().port}`;
  process.send({ origin });
});
process.on('message', () => {
  process.send({ receivedBytes });
  receivedBytes = 0;
});
process.on('disconnect', () => process.exit());

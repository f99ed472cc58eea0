import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { pageHeaders } from '../http/security-headers.ts';
import { ServerError } from '../server-error.ts';
import { readPageFiles, type PageFile, type PageFiles } from './page-files.ts';

const apiPath = /^\/(api|v1|health|metrics)(\/|$)/;

export interface PageRoutesOptions {
  /** What `vite build` wrote. */
  directory: string;
}

/** Serves the page's files, and its entry for every address that the page itself understands. */
export async function pageRoutes(app: FastifyInstance, { directory }: PageRoutesOptions): Promise<void> {
  let files: Promise<PageFiles> | undefined;

  /** A page that is not built yet is looked for again at the next request. */
  async function findFile(name: string): Promise<PageFile | undefined> {
    files ??= readPageFiles(directory);
    try {
      return (await files).get(name);
    } catch {
      files = undefined;
      return undefined;
    }
  }

  app.get('/*', {
    schema: { hide: true },
    async handler(request, reply) {
      const path = request.url.split('?', 1)[0] ?? '/';
      if (apiPath.test(path)) throw unknownPath(request);
      const file = await findFile(path.slice(1) || 'index.html');
      if (file) return sendFile(request, reply, file);
      if (!isNavigation(request, path)) throw unknownPath(request);
      const entry = await findFile('index.html');
      return entry ? sendFile(request, reply, entry) : sendMissingPage(reply, directory);
    },
  });

  app.setNotFoundHandler((request) => {
    throw unknownPath(request);
  });
}

/** Names with an extension are files of the page; the rest are addresses within it. */
function isNavigation({ headers }: FastifyRequest, path: string): boolean {
  const isFile = /\.[a-z0-9]{1,5}$/i.test(path) && headers['sec-fetch-mode'] !== 'navigate';
  return !isFile || headers.accept?.includes('text/html') === true;
}

function sendFile(request: FastifyRequest, reply: FastifyReply, file: PageFile): FastifyReply {
  const acceptsGzip = /\bgzip\b/.test(request.headers['accept-encoding'] ?? '');
  void reply.headers(pageHeaders).type(file.contentType);
  void reply.header('cache-control', file.isImmutable ? 'public, max-age=31536000, immutable' : 'no-store');
  if (!file.gzipped) return reply.send(file.content);
  void reply.header('vary', 'accept-encoding');
  if (!acceptsGzip) return reply.send(file.content);
  return reply.header('content-encoding', 'gzip').send(file.gzipped);
}

function sendMissingPage(reply: FastifyReply, directory: string): FastifyReply {
  const text = `Outcrop is running, but its page is not built: there is no ${directory}/index.html.

Build it with:      npm run build
The API is here:    /api/openapi.json
`;
  return reply.code(503).headers(pageHeaders).type('text/plain; charset=utf-8').send(text);
}

function unknownPath({ method, url }: FastifyRequest): ServerError {
  const path = url.split('?', 1)[0];
  return new ServerError(`[outcrop] there is no ${method} ${path}: /api/openapi.json lists what there is`, {
    code: 'not_found',
    statusCode: 404,
  });
}

import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface LambdaAnswer {
  kind: 'response' | 'error';
  value: unknown;
}

interface Pending {
  event: unknown;
  resolve: (answer: LambdaAnswer) => void;
}

/** Lambda's side of the Runtime API. The process is stopped by SIGSTOP from its answer until the next event. */
export class LambdaService {
  readonly #server: Server = createServer((request, response) => void this.#handle(request, response));
  #process: ChildProcess | undefined;
  #waiting: ServerResponse | undefined;
  #pending: Pending | undefined;
  #count = 0;

  /** Runs `program` with the environment a function would have. */
  async start(command: readonly [string, ...string[]], environment: NodeJS.ProcessEnv): Promise<void> {
    this.#server.listen(0, '127.0.0.1');
    await once(this.#server, 'listening');
    const { port } = this.#server.address() as AddressInfo;
    const [program, ...args] = command;
    this.#process = spawn(program, args, {
      stdio: 'inherit',
      env: {
        ...environment,
        AWS_LAMBDA_RUNTIME_API: `127.0.0.1:${port}`,
        AWS_LAMBDA_FUNCTION_NAME: 'ask-bedrock',
      },
    });
  }

  invoke(event: unknown): Promise<LambdaAnswer> {
    return new Promise((resolve) => {
      this.#pending = { event, resolve };
      this.#process?.kill('SIGCONT');
      this.#deliver();
    });
  }

  async close(): Promise<void> {
    this.#process?.kill('SIGKILL');
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  async #handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    if (request.url?.endsWith('/invocation/next')) {
      this.#waiting = response;
      this.#deliver();
      return;
    }
    const kind = request.url?.endsWith('/response') ? 'response' : 'error';
    // From here on nothing in the function runs until it is called again.
    this.#process?.kill('SIGSTOP');
    const pending = this.#pending;
    this.#pending = undefined;
    response.writeHead(202).end();
    pending?.resolve({ kind, value: JSON.parse(Buffer.concat(chunks).toString() || 'null') });
  }

  #deliver(): void {
    if (!this.#waiting || !this.#pending) return;
    this.#count += 1;
    this.#waiting.writeHead(200, {
      'lambda-runtime-aws-request-id': `request-${this.#count}`,
      'lambda-runtime-deadline-ms': String(Date.now() + 30_000),
    });
    this.#waiting.end(JSON.stringify(this.#pending.event));
    this.#waiting = undefined;
  }
}

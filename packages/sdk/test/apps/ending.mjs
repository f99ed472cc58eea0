// Records a span, leaves another one open, and ends in the way that its argument names.
import { fork } from 'node:child_process';
import { Worker } from 'node:worker_threads';
import { flush, initLogger, startSpan } from 'outcrop';

function keepAlive() {
  setInterval(() => undefined, 1000);
  process.stdout.write('ready\n');
}

const endings = {
  natural() {},
  exit: () => process.exit(3),
  exitInHandler: () => process.on('exit', () => process.exit(5)),
  throw() {
    throw new Error('boom');
  },
  reject: () => void Promise.reject(new Error('rejected')),
  wait: keepAlive,
  handle() {
    process.on('SIGTERM', () => {
      process.stdout.write(`handled among ${process.listenerCount('SIGTERM')}\n`);
      process.exit(7);
    });
    keepAlive();
  },
  handleLate() {
    setTimeout(() => endings.handle(), 50);
  },
  // What the package signal-exit does: it dies by the signal only when nobody else listens.
  dieUnlessOthersListen() {
    process.on('SIGTERM', function die() {
      if (process.listenerCount('SIGTERM') > 1) return;
      process.removeListener('SIGTERM', die);
      process.kill(process.pid, 'SIGTERM');
    });
    keepAlive();
  },
  async flushed() {
    await flush();
    process.exit(0);
  },
  fork: () => void fork(new URL(import.meta.url), ['exit']),
  worker: () => void new Worker(new URL(import.meta.url), { argv: ['natural'] }),
  workerExit: () => void new Worker(new URL(import.meta.url), { argv: ['exit'] }),
};

initLogger({ flushIntervalMs: 60_000, ...JSON.parse(process.env.OPTIONS ?? '{}') });
startSpan('whole').end();
startSpan('open');
await endings[process.argv[2]]();

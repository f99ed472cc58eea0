import type { EventEmitter } from 'node:events';
import { finishAll } from './process-end.ts';

/** Signals that end a process which has no handler of its own. */
const signals = ['SIGINT', 'SIGTERM'] as const;

const holders = new Set<object>();

/**
 * While anybody holds spans, a signal that would kill the process at once lets `finishAll` run first and kills it then, by
 * the same signal. An app that handles the signal itself finds no trace of ours: it wins, and its counts of listeners hold.
 */
export function armSignals(holder: object): void {
  if (holders.has(holder) || typeof globalThis.process?.on !== 'function') return;
  holders.add(holder);
  if (holders.size > 1) return;
  for (const signal of signals) if (process.listenerCount(signal) === 0) process.on(signal, finishAndDie);
  // Before Node's own listener, which starts the watch for signals anew when ours was the last one to leave.
  (process as EventEmitter).prependListener('newListener', stepAside);
  (process as EventEmitter).on('removeListener', stepBack);
}

/** Nothing of this holder would be lost any more. */
export function disarmSignals(holder: object): void {
  if (holders.delete(holder) && holders.size === 0) detach();
}

function detach(): void {
  (process as EventEmitter).removeListener('newListener', stepAside);
  (process as EventEmitter).removeListener('removeListener', stepBack);
  for (const signal of signals) process.removeListener(signal, finishAndDie);
}

function stepAside(event: string | symbol, listener: unknown): void {
  if (listener === finishAndDie) return;
  const signal = signals.find((name) => name === event);
  if (signal) process.removeListener(signal, finishAndDie);
}

/** A handler of the app that takes itself away to die by the signal after all leaves the end to us again. */
function stepBack(event: string | symbol, listener: unknown): void {
  const signal = signals.find((name) => name === event);
  if (listener === finishAndDie || !signal || process.listenerCount(signal) > 0) return;
  process.on(signal, finishAndDie);
}

function finishAndDie(signal: NodeJS.Signals): void {
  holders.clear();
  detach();
  finishAll();
  process.kill(process.pid, signal);
}

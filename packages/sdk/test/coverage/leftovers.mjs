// What a call leaves behind: the process's resources and listeners, and properties of the objects that the caller holds.
import { subscribe } from 'node:diagnostics_channel';
import { getEventListeners } from 'node:events';
import { setTimeout as wait } from 'node:timers/promises';

const socketResource = 'TCPSocketWrap';

/**
 * Each socket for itself, from its making to its close: by their number alone, one of an earlier case that closes late
 * would make up for one that this case leaves open.
 */
const openSockets = new Set();
subscribe('net.client.socket', ({ socket }) => {
  openSockets.add(socket);
  socket.once('close', () => openSockets.delete(socket));
});

/** An idle connection that is kept for later does not hold the process, and so is nothing left behind. */
function holdsProcess(socket) {
  return socket._handle?.hasRef?.() ?? socket.connecting;
}

function isClosing(socket) {
  return socket.destroyed || socket.writableEnded;
}

function countResources(sockets) {
  const counts = {};
  for (const name of process.getActiveResourcesInfo())
    if (name !== socketResource) counts[name] = (counts[name] ?? 0) + 1;
  if (sockets.length > 0) counts[socketResource] = sockets.length;
  return counts;
}

/** What is in `after` and neither in `before` nor in `allowed`. */
function findAdded({ before, after, allowed }) {
  return Object.fromEntries(
    Object.keys(after)
      .map((name) => [name, after[name] - (before[name] ?? 0) - (allowed[name] ?? 0)])
      .filter(([, count]) => count > 0),
  );
}

function countListeners(emitter) {
  return Object.fromEntries(emitter.eventNames().map((name) => [String(name), emitter.listenerCount(name)]));
}

/**
 * Call it before; what it gives back tells what the process has now that it had not then and is not in `allowed`: what
 * the same left without us. What is about to be closed is waited for.
 */
export function watchProcess(allowed) {
  const earlierSockets = new Set(openSockets);
  const resources = countResources([]);
  const listeners = countListeners(process);
  const listSockets = () =>
    [...openSockets].filter((socket) => !earlierSockets.has(socket) && holdsProcess(socket));
  const findNew = () => ({
    resources: findAdded({
      before: resources,
      after: countResources(listSockets()),
      allowed: allowed?.resources ?? {},
    }),
    listeners: findAdded({
      before: listeners,
      after: countListeners(process),
      allowed: allowed?.listeners ?? {},
    }),
  });
  return async () => {
    let added = findNew();
    // Without us there are things that stay, so what nobody is closing is not waited for as long.
    for (let look = 0; look < 1000 && hasAny(added); look += 1) {
      if (!allowed && look >= 30 && !listSockets().some(isClosing)) break;
      await wait(2);
      added = findNew();
    }
    return added;
  };
}

/** Listeners too: ours to signals are there only while a span waits to be sent. */
function hasAny({ resources, listeners }) {
  return Object.keys({ ...resources, ...listeners }).length > 0;
}

function nameKeys(object, isWanted = () => true) {
  return Reflect.ownKeys(object)
    .filter((key) => isWanted(Object.getOwnPropertyDescriptor(object, key)))
    .map(String)
    .sort();
}

/** The names that a caller finds who lists or copies the object. */
export function nameVisibleKeys(object) {
  return nameKeys(object, ({ enumerable }) => enumerable);
}

/** What hangs on the objects of a case: its clients, abort signals, results and their streams. */
export function describeObjects({ clients, signals, results }) {
  return {
    clients: clients.map((client) =>
      [client, client.config, client.config.requestHandler].map((object) => nameKeys(object)),
    ),
    signals: signals.map((signal) => [nameKeys(signal), getEventListeners(signal, 'abort').length]),
    results: results.map(({ output, response }) => ({
      output: nameKeys(output),
      streams: Object.values(output)
        .filter((value) => typeof value?.[Symbol.asyncIterator] === 'function')
        .map(nameVisibleKeys),
      body: typeof response.body?.eventNames === 'function' ? countListeners(response.body) : undefined,
    })),
  };
}

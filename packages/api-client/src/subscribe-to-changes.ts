import type { TraceChange, TraceDeletion } from '@outcrop/protocol';

/** The part of the browser's EventSource that is used. */
export interface EventSourceLike {
  /** 2 once it has given up. */
  readonly readyState: number;
  addEventListener(type: string, listener: (event: { data?: unknown }) => void): void;
  close(): void;
}

export type EventSourceConstructor = new (url: string) => EventSourceLike;

export interface SubscribeOptions {
  /** Only the traces of this project. */
  project?: string;
  onChange: (change: TraceChange) => void;
  onDelete?: (deletion: TraceDeletion) => void;
  /** After each connection, also a regained one: changes in between were lost, so read again what is shown. */
  onConnect?: () => void;
  /** The connection was lost; it is tried again for ever. */
  onDisconnect?: () => void;
}

export interface SubscriptionOptions extends SubscribeOptions {
  baseUrl: string;
  eventSource: EventSourceConstructor;
}

const retryMs = 3000;
const gaveUp = 2;

/** Tells which traces got new spans and which were deleted, until the returned function is called. Authenticates by the session cookie. */
export function subscribeToChanges(options: SubscriptionOptions): () => void {
  const { baseUrl, eventSource: Source, project, onChange, onDelete, onConnect, onDisconnect } = options;
  const query = project === undefined ? '' : `?${new URLSearchParams({ project }).toString()}`;
  let retryTimer: ReturnType<typeof setTimeout> | undefined;
  let source = connect();

  function connect(): EventSourceLike {
    const opened = new Source(`${baseUrl.replace(/\/+$/, '')}/api/events${query}`);
    opened.addEventListener('trace-changed', ({ data }) => onChange(JSON.parse(String(data)) as TraceChange));
    opened.addEventListener('traces-deleted', ({ data }) =>
      onDelete?.(JSON.parse(String(data)) as TraceDeletion),
    );
    opened.addEventListener('open', () => onConnect?.());
    opened.addEventListener('error', () => {
      onDisconnect?.();
      // A browser reconnects by itself, but not after an answer that is no event stream, such as a proxy's 502.
      if (opened.readyState === gaveUp) retryTimer = setTimeout(reconnect, retryMs);
    });
    return opened;
  }

  function reconnect(): void {
    source = connect();
  }

  return () => {
    clearTimeout(retryTimer);
    source.close();
  };
}

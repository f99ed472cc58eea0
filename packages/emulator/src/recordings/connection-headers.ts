const connectionHeaders = new Set([
  'connection',
  'content-encoding',
  'content-length',
  'keep-alive',
  'proxy-connection',
  'transfer-encoding',
  'upgrade',
]);

/** Whether a header, in lower case, speaks of the recorded connection or of an encoding that is undone. */
export function isConnectionHeader(name: string): boolean {
  return connectionHeaders.has(name);
}

/** One request and its answer as somebody recorded them against the real service. */
export interface RecordedExchange {
  /** The file it comes from. */
  file: string;
  method: string;
  /** As recorded, percent-encoded or not; empty where the recording has no request. */
  path: string;
  /** AWS's name, such as `ConverseStream`; absent when neither path nor body says. */
  operation?: string;
  /** Decoded; absent where the recording does not say it. */
  modelId?: string;
  /** Absent where the recording has no request. */
  requestBody?: Uint8Array;
  status: number;
  /** Lower-case names; without those of one connection or encoding. */
  headers: Record<string, string>;
  body: Uint8Array;
}

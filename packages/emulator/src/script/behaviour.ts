/** A refusal in place of the answer. */
export interface ScriptedFailure {
  status: number;
  type: string;
  message?: string;
  /** How many attempts of one call fail before the answer comes; absent means all. */
  attempts?: number;
}

/** What the emulator should do beside answering. Counts of a stream are events; of any other answer, bytes. */
export interface Behaviour {
  latencyMs?: number;
  tokensPerSecond?: number;
  failure?: ScriptedFailure;
  /** Ends the stream with an exception frame. */
  exceptionAfter?: { count: number; type: string; message?: string };
  /** Drops the connection. */
  cutAfter?: number;
  /** Breaks the checksum of the next frame, or ends a body too early. */
  malformedAfter?: number;
  /** Goes silent without closing; 0 sends not even a status. */
  hangAfter?: number;
  /** Said in place of the emulator's own text. */
  answer?: string;
}

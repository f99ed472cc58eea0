/** Who calls: the holder of an API key that may use the gateway. */
export interface Caller {
  keyId: string;
  keyName: string;
  /** The project that the call belongs to: its traces, its providers and models. */
  project: string;
  /** Whether the key may use a model by the name that the client calls it. */
  mayUseModel(name: string): boolean;
}

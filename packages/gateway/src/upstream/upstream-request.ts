/** Bedrock's hosts: for models, for settings and lists, and for the OpenAI- and Anthropic-shaped APIs alone. */
export type BedrockSurface = 'runtime' | 'control' | 'agent-control' | 'mantle';

/** A request as one target is to get it, before it is signed. */
export interface UpstreamRequest {
  /** `POST` unless given. */
  method?: 'GET' | 'POST';
  /** `runtime` unless given. */
  surface?: BedrockSurface;
  /** From the root of AWS's own host, percent-encoded, such as `/model/amazon.nova-pro-v1%3A0/converse`. */
  path: string;
  /** Percent-encoded, without the question mark. */
  query?: string;
  /** Lower-case names; without host, authorization and content-length. */
  headers: Readonly<Record<string, string>>;
  body?: Uint8Array | string;
}

import type { AwsCredentials } from '@outcrop/bedrock';
import type { ModelFormatName } from '../translate/registry.ts';

/** What a request to AWS is authenticated with: signed, or sent with a Bedrock API key. */
export type UpstreamCredentials =
  { kind: 'signature'; credentials: AwsCredentials } | { kind: 'bearer'; token: string };

/** Gives what is valid now; renews it before it expires, once for all who wait. Throws a GatewayError. */
export interface CredentialSource {
  get(): UpstreamCredentials | Promise<UpstreamCredentials>;
}

export type HttpVersion = 'auto' | '1.1' | '2';

/** How a provider is reached. */
export interface Endpoint {
  region: string;
  /** Instead of AWS's own hosts, with or without a path and never with a trailing slash. */
  apiBase?: string;
  /** `auto`: HTTP/2 where an operation needs it, else HTTP/1.1. */
  httpVersion: HttpVersion;
  /** Added to every request; lower-case names. */
  headers: Readonly<Record<string, string>>;
  /** Whether addresses of private networks may be called. */
  isPrivateAllowed: boolean;
}

/** One provider: an account and Region that models are called in. The same object as long as its settings are the same. */
export interface UpstreamProvider {
  id: string;
  name: string;
  endpoint: Endpoint;
  credentials: CredentialSource;
}

/** Where a call may go: one model at one provider. */
export interface Target {
  provider: UpstreamProvider;
  /** Bedrock's id or ARN, exactly as Bedrock is to see it. */
  modelId: string;
  /** What the model is known by: the id behind an opaque ARN, where that is known, else `modelId`. */
  knownModelId: string;
  format: Exclude<ModelFormatName, 'openai-responses'>;
  /** Lower first: targets of a higher number are tried once those of a lower one failed. */
  priority: number;
  /** Share of the calls among targets of one priority; positive. */
  weight: number;
}

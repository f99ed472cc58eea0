import type { JsonValue } from '@outcrop/protocol';
import type { Citation } from './citation.ts';

/** Ends a prefix of the prompt that is to be cached. */
export interface CacheMark {
  /** Absent means the model's default, five minutes. */
  ttl?: '5m' | '1h';
}

export interface TextPart {
  type: 'text';
  text: string;
  citations?: Citation[];
  /** Marks what a guardrail looks at; the rest is then left out. */
  isGuarded?: boolean;
  cache?: CacheMark;
}

export type MediaSource =
  | { kind: 'base64'; data: string }
  | { kind: 'url'; url: string }
  | { kind: 's3'; uri: string; bucketOwner?: string }
  | { kind: 'text'; text: string };

interface MediaFields {
  /** Bedrock's word for it, such as `png`; absent until the bytes are looked at. */
  format?: string;
  source: MediaSource;
  cache?: CacheMark;
  /** Where it stands in the client's body. */
  place: string;
}

export interface ImagePart extends MediaFields {
  type: 'image';
}

export interface AudioPart extends MediaFields {
  type: 'audio';
}

export interface VideoPart extends MediaFields {
  type: 'video';
}

export interface DocumentPart extends MediaFields {
  type: 'document';
  name?: string;
  context?: string;
  hasCitations?: boolean;
}

/** A passage found by the caller's own search, which the model may cite. */
export interface SearchResultPart {
  type: 'search-result';
  source: string;
  title: string;
  texts: string[];
  hasCitations?: boolean;
  cache?: CacheMark;
}

export interface ThinkingPart {
  type: 'thinking';
  text: string;
  /** Without it the model that wrote the text will not take it back. */
  signature?: string;
}

export interface RedactedThinkingPart {
  type: 'redacted-thinking';
  /** Base64 that only the model can read. */
  data: string;
}

export interface ToolCallPart {
  type: 'tool-call';
  id: string;
  name: string;
  input: JsonValue;
  cache?: CacheMark;
}

export interface ToolResultPart {
  type: 'tool-result';
  callId: string;
  parts: (TextPart | MediaPart | SearchResultPart)[];
  isError?: boolean;
  cache?: CacheMark;
}

export type MediaPart = ImagePart | AudioPart | VideoPart | DocumentPart;

export type Part =
  | TextPart
  | MediaPart
  | SearchResultPart
  | ThinkingPart
  | RedactedThinkingPart
  | ToolCallPart
  | ToolResultPart;

export interface IngestLimits {
  /** Bytes of a request as sent. */
  compressedBytes: number;
  /** Bytes of a request once decompressed. */
  bodyBytes: number;
  spansPerRequest: number;
  /** Bytes of one attribute as JSON. */
  attributeBytes: number;
}

const mebibyte = 1024 * 1024;

export const defaultIngestLimits: IngestLimits = {
  compressedBytes: 64 * mebibyte,
  bodyBytes: 64 * mebibyte,
  spansPerRequest: 20_000,
  attributeBytes: 32 * mebibyte,
};

import { readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { OutcropError } from '@outcrop/protocol';
import { defaultIngestLimits, type IngestLimits } from './ingest/ingest-limits.ts';
import { isLoopbackHostname } from './http/loopback.ts';
import type { ProviderConfig } from './providers/provider-config.ts';
import { parseSecretKey, type SecretKey } from './secrets/secret-key.ts';

export interface ServerConfig {
  host: string;
  /** 0 lets the system choose. */
  port: number;
  dataDirectory: string;
  /** Where the built page lies. */
  pageDirectory: string;
  /** An API key to create at the first start on a data directory, for automation. */
  bootstrapKey: string | undefined;
  ingestLimits: IngestLimits;
  /** Limit of one attachment. */
  maxAttachmentBytes: number;
  providers: ProviderConfig;
  /** With it the server speaks TLS only. */
  tls: { cert: Buffer; key: Buffer } | undefined;
  /** What calls of models get to finish when the server stops. */
  drainMs: number;
  /** Calls of models at a time, over all keys; more wait their turn. */
  maxConcurrentCalls: number;
  /** Of cached answers on disk. */
  maxCacheBytes: number;
  /** How long traces are kept; undefined for ever. */
  retentionDays: number | undefined;
  /** Where a line goes for each call of the gateway: `stdout`, a file, or nowhere. */
  accessLog: string | undefined;
}

type Environment = Readonly<Record<string, string | undefined>>;

/** The only reader of environment variables. Throws with the variable's name and an example of a value that works. */
export function readConfig(environment: Environment): ServerConfig {
  return {
    host: parseHost(environment['OUTCROP_HOST'] || '127.0.0.1'),
    port: parseInteger(environment, 'OUTCROP_PORT', { fallback: 4310, minimum: 0, maximum: 65_535 }),
    dataDirectory: resolve(environment['OUTCROP_DATA_DIR'] || join(homedir(), '.outcrop')),
    pageDirectory: resolve(environment['OUTCROP_PAGE_DIR'] || defaultPageDirectory()),
    bootstrapKey: parseBootstrapKey(environment['OUTCROP_BOOTSTRAP_KEY']),
    ingestLimits: {
      compressedBytes: parseLimit(environment, 'OUTCROP_MAX_COMPRESSED_BYTES', 'compressedBytes'),
      bodyBytes: parseLimit(environment, 'OUTCROP_MAX_BODY_BYTES', 'bodyBytes'),
      spansPerRequest: parseLimit(environment, 'OUTCROP_MAX_SPANS_PER_REQUEST', 'spansPerRequest'),
      attributeBytes: parseLimit(environment, 'OUTCROP_MAX_ATTRIBUTE_BYTES', 'attributeBytes'),
    },
    maxAttachmentBytes: parseInteger(environment, 'OUTCROP_MAX_ATTACHMENT_BYTES', {
      fallback: 64 * 1024 * 1024,
      minimum: 1,
      maximum: 1024 * 1024 * 1024,
    }),
    providers: readProviderConfig(environment),
    tls: readTls(environment),
    drainMs: parseInteger(environment, 'OUTCROP_DRAIN_MS', {
      fallback: 1000,
      minimum: 0,
      maximum: 3_600_000,
    }),
    maxConcurrentCalls: parseInteger(environment, 'OUTCROP_MAX_CONCURRENT_CALLS', {
      fallback: 10_000,
      minimum: 1,
      maximum: 1_000_000,
    }),
    maxCacheBytes: parseInteger(environment, 'OUTCROP_MAX_CACHE_BYTES', {
      fallback: 256 * 1024 * 1024,
      minimum: 0,
      maximum: 2 ** 50,
    }),
    retentionDays:
      parseInteger(environment, 'OUTCROP_RETENTION_DAYS', { fallback: 0, minimum: 0, maximum: 36_500 }) ||
      undefined,
    accessLog: parseAccessLog(environment['OUTCROP_ACCESS_LOG']),
  };
}

function parseAccessLog(target: string | undefined): string | undefined {
  if (!target || target === 'off') return undefined;
  return target === 'stdout' ? target : resolve(target);
}

function readTls(environment: Environment): ServerConfig['tls'] {
  const certFile = environment['OUTCROP_TLS_CERT'];
  const keyFile = environment['OUTCROP_TLS_KEY'];
  if (!certFile && !keyFile) return undefined;
  if (!certFile || !keyFile) {
    throw invalidConfig(
      'OUTCROP_TLS_CERT and OUTCROP_TLS_KEY belong together: set both to PEM files, or neither.',
    );
  }
  return { cert: readPem('OUTCROP_TLS_CERT', certFile), key: readPem('OUTCROP_TLS_KEY', keyFile) };
}

function readPem(variable: string, file: string): Buffer {
  try {
    return readFileSync(file);
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    throw invalidConfig(
      `${variable} is ${JSON.stringify(file)}, which cannot be read (${code}): give a PEM file.`,
    );
  }
}

function readProviderConfig(environment: Environment): ProviderConfig {
  return {
    secretKey: parseKey(environment, 'OUTCROP_SECRET_KEY'),
    previousSecretKey: parseKey(environment, 'OUTCROP_SECRET_KEY_PREVIOUS'),
    isServerCredentialsAllowed: parseSwitch(environment, 'OUTCROP_SERVER_CREDENTIALS', true),
    isPrivateEndpointAllowed: parseSwitch(environment, 'OUTCROP_ALLOW_PRIVATE_ENDPOINTS', false),
    stsEndpoint: parseUrl(environment, 'OUTCROP_STS_ENDPOINT'),
  };
}

function parseKey(environment: Environment, variable: string): SecretKey | undefined {
  const text = environment[variable];
  return text ? parseSecretKey(text, variable) : undefined;
}

function parseSwitch(environment: Environment, variable: string, fallback: boolean): boolean {
  const text = environment[variable];
  if (!text) return fallback;
  if (text === 'on' || text === 'off') return text === 'on';
  throw invalidConfig(`${variable} is ${JSON.stringify(text)}: it takes on or off.`);
}

function parseUrl(environment: Environment, variable: string): string | undefined {
  const text = environment[variable];
  if (!text) return undefined;
  if (URL.canParse(text) && /^https?:/.test(text)) return text;
  throw invalidConfig(`${variable} is no URL: it takes one such as https://sts.eu-central-1.amazonaws.com.`);
}

/** The same from `src/` and from the bundle in `dist/`. */
function defaultPageDirectory(): string {
  return fileURLToPath(new URL('../../web/dist', import.meta.url));
}

function parseHost(host: string): string {
  if (isLoopbackHostname(host)) return host;
  throw invalidConfig(
    `OUTCROP_HOST is ${JSON.stringify(host)}, which other machines can reach: this version signs in only the person ` +
      'at this machine, so it binds loopback only. Use 127.0.0.1, and an SSH tunnel to reach it from elsewhere.',
  );
}

function parseBootstrapKey(key: string | undefined): string | undefined {
  if (!key) return undefined;
  if (!/^[\x21-\x7e]+$/.test(key)) {
    throw invalidConfig(
      'OUTCROP_BOOTSTRAP_KEY holds spaces or characters outside ASCII, which an Authorization header cannot carry: ' +
        'use letters, digits, "-" and "_".',
    );
  }
  return key;
}

function parseLimit(environment: Environment, variable: string, limit: keyof IngestLimits): number {
  return parseInteger(environment, variable, {
    fallback: defaultIngestLimits[limit],
    minimum: 1,
    maximum: 512 * 1024 * 1024,
  });
}

interface IntegerRange {
  fallback: number;
  minimum: number;
  maximum: number;
}

function parseInteger(environment: Environment, variable: string, range: IntegerRange): number {
  const text = environment[variable];
  if (!text) return range.fallback;
  const value = Number(text);
  if (/^\d+$/.test(text) && value >= range.minimum && value <= range.maximum) return value;
  throw invalidConfig(
    `${variable} is ${JSON.stringify(text)}: it takes a whole number from ${range.minimum} to ${range.maximum}, ` +
      `such as ${range.fallback}.`,
  );
}

function invalidConfig(message: string): OutcropError {
  return new OutcropError(`[outcrop] ${message}`, { code: 'invalid_config' });
}

import { GatewayError } from '../gateway-error.ts';
import type { Endpoint, HttpVersion } from '../routing/target.ts';
import { checkExtraHeaders } from './check-extra-headers.ts';
import { joinApiPath } from './join-api-path.ts';
import type { BedrockSurface } from './upstream-request.ts';

/** Where the requests of one endpoint to one surface go; made once, because every call needs it. */
export interface PreparedEndpoint {
  /** Such as `https://bedrock-runtime.eu-central-1.amazonaws.com`. */
  origin: string;
  /** As it stands in the Host header. */
  host: string;
  region: string;
  /** Whom requests are signed for. */
  service: string;
  httpVersion: HttpVersion;
  headers: Readonly<Record<string, string>>;
  /** Whether connections to addresses outside the public internet may be opened. */
  isPrivateAllowed: boolean;
  /** Puts a path of AWS's own hosts under this endpoint. */
  buildPath: (path: string) => string;
}

interface Surface {
  service: string;
  buildHost: (region: string, partition: Partition) => string;
}

const surfaces: Readonly<Record<BedrockSurface, Surface>> = {
  runtime: {
    service: 'bedrock',
    buildHost: (region, { domain }) => `bedrock-runtime.${region}.${domain}`,
  },
  control: { service: 'bedrock', buildHost: (region, { domain }) => `bedrock.${region}.${domain}` },
  'agent-control': {
    service: 'bedrock',
    buildHost: (region, { domain }) => `bedrock-agent.${region}.${domain}`,
  },
  mantle: {
    service: 'bedrock-mantle',
    buildHost: (region, { dualStackDomain }) => `bedrock-mantle.${region}.${dualStackDomain}`,
  },
};

interface Partition {
  pattern: RegExp;
  domain: string;
  dualStackDomain: string;
}

/** https://docs.aws.amazon.com/general/latest/gr/bedrock.html */
const commercial = { pattern: /^/, domain: 'amazonaws.com', dualStackDomain: 'api.aws' };
const partitions: readonly Partition[] = [
  { pattern: /^cn-/, domain: 'amazonaws.com.cn', dualStackDomain: 'api.amazonwebservices.com.cn' },
  { pattern: /^eusc-/, domain: 'amazonaws.eu', dualStackDomain: 'api.amazonwebservices.eu' },
  { pattern: /^us-iso-/, domain: 'c2s.ic.gov', dualStackDomain: 'api.aws.ic.gov' },
  { pattern: /^us-isob-/, domain: 'sc2s.sgov.gov', dualStackDomain: 'api.aws.scloud' },
  commercial,
];

const prepared = new WeakMap<Endpoint, Partial<Record<BedrockSurface, PreparedEndpoint>>>();

/** Throws a GatewayError for settings that cannot be called. */
export function prepareEndpoint(endpoint: Endpoint, surface: BedrockSurface): PreparedEndpoint {
  let known = prepared.get(endpoint);
  if (!known) prepared.set(endpoint, (known = {}));
  return (known[surface] ??= prepare(endpoint, surface));
}

function prepare(endpoint: Endpoint, surface: BedrockSurface): PreparedEndpoint {
  const { region, apiBase, httpVersion, headers } = endpoint;
  const { service, buildHost } = surfaces[surface];
  const base = apiBase
    ? parseApiBase(apiBase)
    : new URL(`https://${buildHost(checkRegion(region), findPartition(region))}`);
  const basePath = base.pathname.replace(/\/+$/, '');
  checkExtraHeaders(headers);
  return {
    origin: base.origin,
    host: base.host,
    region,
    service,
    httpVersion,
    headers,
    // AWS's own names resolve to private addresses inside a VPC that has an endpoint for them.
    isPrivateAllowed: endpoint.isPrivateAllowed || !apiBase,
    buildPath: basePath === '' ? (path) => path : (path) => joinApiPath(basePath, path),
  };
}

function findPartition(region: string): Partition {
  return partitions.find(({ pattern }) => pattern.test(region)) ?? commercial;
}

/** A Region becomes part of a host name, and credentials are sent there. */
function checkRegion(region: string): string {
  if (/^[a-z]{2,5}(-[a-z]+){1,3}-\d{1,2}$/.test(region)) return region;
  throw invalidProvider(`${JSON.stringify(region)} is no AWS Region: write it as us-east-1.`);
}

function parseApiBase(apiBase: string): URL {
  const url = URL.canParse(apiBase) ? new URL(apiBase) : undefined;
  const isUsable =
    url !== undefined &&
    (url.protocol === 'https:' || url.protocol === 'http:') &&
    url.username === '' &&
    url.password === '' &&
    !apiBase.includes('?') &&
    !apiBase.includes('#');
  if (isUsable) return url;
  throw invalidProvider(
    'the API base of the provider must be an http or https URL without a user, a query or a fragment, such as ' +
      'https://bedrock.example.com/path.',
  );
}

function invalidProvider(message: string): GatewayError {
  return new GatewayError(message, { status: 400, code: 'invalid_provider' });
}

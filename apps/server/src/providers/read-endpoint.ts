import { isIP } from 'node:net';
import { isPublicAddress } from '@outcrop/gateway';
import { invalidProvider } from './invalid-provider.ts';

export interface EndpointSettings {
  region: string;
  api_base: string | null;
  headers: Readonly<Record<string, string>>;
}

const maxHeaders = 20;
const namePattern = /^[!#$%&'*+.^_`|~0-9a-z-]{1,100}$/;
const valuePattern = /^([\x21-\x7e]([\t\x20-\x7e]{0,4094}[\x21-\x7e])?)?$/;
/** Who is called, who calls and where a message ends is said by the gateway alone. */
const reservedName =
  /^(authorization|connection|content-(encoding|length|type)|expect|host|http2-settings|keep-alive|te|trailer|transfer-encoding|upgrade|(proxy|x-amz)-.*)$/;

/** Reads how a provider is reached. Throws a ServerError of status 400 that names the field. */
export function readEndpoint(
  { region, api_base, headers }: EndpointSettings,
  isPrivateAllowed: boolean,
): EndpointSettings {
  if (!/^[a-z]{2,5}(-[a-z]+){1,3}-\d{1,2}$/.test(region)) {
    throw invalidProvider(
      `region is ${JSON.stringify(region)}, which is no AWS Region: write it as us-east-1`,
    );
  }
  const base = api_base?.trim() || null;
  return {
    region,
    api_base: base === null ? null : readApiBase(base, isPrivateAllowed),
    headers: readHeaders(headers),
  };
}

/** Without a slash at the end. Names are judged when a connection is opened, by what they resolve to. */
function readApiBase(apiBase: string, isPrivateAllowed: boolean): string {
  const url = URL.canParse(apiBase) ? new URL(apiBase) : undefined;
  if (!url || !/^https?:$/.test(url.protocol)) {
    throw invalidProvider('api_base must be a URL that begins with https:// or http://');
  }
  if (url.username || url.password || /[?#]/.test(apiBase)) {
    throw invalidProvider('api_base must have no user, password, query or fragment');
  }
  const address = url.hostname.replace(/^\[|\]$/g, '');
  const isPrivate = /(^|\.)localhost\.?$/.test(address) || (isIP(address) !== 0 && !isPublicAddress(address));
  if (isPrivate && !isPrivateAllowed) {
    throw invalidProvider(
      `api_base is at ${url.hostname}, which is not on the public internet: whoever runs this server allows that with ` +
        'OUTCROP_ALLOW_PRIVATE_ENDPOINTS=on',
    );
  }
  return url.href.replace(/\/+$/, '');
}

function readHeaders(headers: Readonly<Record<string, string>>): Record<string, string> {
  const entries = Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value] as const);
  if (entries.length > maxHeaders)
    throw invalidProvider(`headers are ${entries.length}: ${maxHeaders} at most`);
  for (const [name, value] of entries) {
    if (!namePattern.test(name))
      throw invalidProvider(`headers: ${JSON.stringify(name)} is no name of a header`);
    if (reservedName.test(name)) {
      throw invalidProvider(`headers: ${name} is set by Outcrop itself and cannot be given`);
    }
    // The value may be a secret.
    if (!valuePattern.test(value)) {
      throw invalidProvider(
        `headers: ${name} has a value with characters outside visible ASCII, or longer than 4096`,
      );
    }
  }
  return Object.fromEntries(entries);
}

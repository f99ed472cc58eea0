import { isIP } from 'node:net';
import { GatewayError, isOrdinaryAddress, isPublicAddress, prepareEndpoint } from '@outcrop/gateway';
import { invalidProvider } from './invalid-provider.ts';

export interface EndpointSettings {
  region: string;
  api_base: string | null;
  headers: Readonly<Record<string, string>>;
}

const maxHeaders = 20;
const maxHeaderLength = 8192;

/** Reads how a provider is reached. Throws a ServerError of status 400 that names the field. */
export function readEndpoint(settings: EndpointSettings, isPrivateAllowed: boolean): EndpointSettings {
  const { region } = settings;
  const api_base = settings.api_base?.trim().replace(/\/+$/, '') || null;
  const headers = readHeaders(settings.headers);
  try {
    // The Region is judged even where a base takes the place of AWS's hosts: requests are signed for it.
    const endpoint = { region, headers, httpVersion: 'auto', isPrivateAllowed } as const;
    prepareEndpoint(endpoint, 'runtime');
    if (api_base !== null) prepareEndpoint({ ...endpoint, apiBase: api_base }, 'runtime');
  } catch (error) {
    if (error instanceof GatewayError) throw invalidProvider(error.message);
    throw error;
  }
  if (api_base !== null) checkAddress(new URL(api_base).hostname, isPrivateAllowed);
  return { region, api_base, headers };
}

/** Of hosts that are addresses. Names are judged when a connection is opened, by what they resolve to. */
function checkAddress(hostname: string, isPrivateAllowed: boolean): void {
  const address = hostname.replace(/^\[|\]$/g, '');
  if (isIP(address) !== 0 && !isOrdinaryAddress(address)) {
    throw invalidProvider(
      `api_base is at ${hostname}, where no provider is: such addresses are never called`,
    );
  }
  const isPrivate = /(^|\.)localhost\.?$/.test(address) || (isIP(address) !== 0 && !isPublicAddress(address));
  if (isPrivate && !isPrivateAllowed) {
    throw invalidProvider(
      `api_base is at ${hostname}, which is not on the public internet: whoever runs this server allows that with ` +
        'OUTCROP_ALLOW_PRIVATE_ENDPOINTS=on',
    );
  }
}

function readHeaders(headers: Readonly<Record<string, string>>): Record<string, string> {
  const entries = Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value] as const);
  if (entries.length > maxHeaders)
    throw invalidProvider(`headers are ${entries.length}: ${maxHeaders} at most`);
  const tooLong = entries.find(([name, value]) => name.length + value.length > maxHeaderLength);
  if (tooLong) throw invalidProvider(`headers: ${tooLong[0].slice(0, 100)} is too long`);
  return Object.fromEntries(entries);
}

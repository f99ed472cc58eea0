import { GatewayError } from '../gateway-error.ts';

/** RFC 9110 §5.6.2, in lower case. */
const namePattern = /^[!#$%&'*+.^_`|~0-9a-z-]+$/;
/** Visible ASCII with spaces and tabs between: nothing that ends a line. */
const valuePattern = /^[\x21-\x7e]([\t\x20-\x7e]*[\x21-\x7e])?$/;

/** Who is called, who calls and where a message ends is said by the gateway alone. */
const reservedNames = new Set([
  'authorization',
  'connection',
  'content-encoding',
  'content-length',
  'content-type',
  'expect',
  'host',
  'http2-settings',
  'keep-alive',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
]);
const reservedPrefixes = ['proxy-', 'x-amz-', ':'];

/** Throws a GatewayError that names the header. Values may be secrets and are not repeated. */
export function checkExtraHeaders(headers: Readonly<Record<string, string>>): void {
  for (const [name, value] of Object.entries(headers)) {
    if (!namePattern.test(name)) throw refuse(name, 'is no lower-case name of a header');
    if (reservedNames.has(name) || reservedPrefixes.some((prefix) => name.startsWith(prefix))) {
      throw refuse(name, 'is set by the gateway itself');
    }
    if (value !== '' && !valuePattern.test(value)) {
      throw refuse(
        name,
        'has a value with characters other than visible ASCII, or begins or ends with a space',
      );
    }
  }
}

function refuse(name: string, reason: string): GatewayError {
  return new GatewayError(
    `the provider's extra header ${JSON.stringify(name)} ${reason}: change it under AI providers.`,
    {
      status: 400,
      code: 'invalid_provider',
    },
  );
}

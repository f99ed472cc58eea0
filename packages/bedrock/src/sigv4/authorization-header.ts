import { signatureAlgorithm, type CredentialScope } from './signature.ts';

export interface ParsedAuthorization {
  accessKeyId: string;
  scope: CredentialScope;
  signedHeaders: string[];
  signature: string;
}

/** Parses the Authorization header of a signed request, or says what is wrong with it in AWS's words. */
export function parseAuthorization(header: string): ParsedAuthorization | { problem: string } {
  const { fields, problem } = readFields(header);
  if (problem !== undefined) return { problem };
  const [accessKeyId, date, region, service, terminator, ...rest] = fields.Credential.split('/');
  if (!accessKeyId || !date || !region || !service || terminator !== 'aws4_request' || rest.length > 0) {
    return {
      problem: `Credential must have exactly 5 slash-delimited elements, got '${fields.Credential}'.`,
    };
  }
  return {
    accessKeyId,
    scope: { date, region, service },
    signedHeaders: fields.SignedHeaders.split(';').map((name) => name.toLowerCase()),
    signature: fields.Signature,
  };
}

type Fields = Record<'Credential' | 'SignedHeaders' | 'Signature', string>;

function readFields(header: string): { fields: Fields; problem?: string } {
  const fields: Fields = { Credential: '', SignedHeaders: '', Signature: '' };
  if (!header.startsWith(`${signatureAlgorithm} `)) {
    return { fields, problem: `Authorization header requires '${signatureAlgorithm}' as its algorithm.` };
  }
  for (const part of header.slice(signatureAlgorithm.length).split(',')) {
    const [name = '', ...value] = part.trim().split('=');
    if (isFieldName(name, fields)) fields[name] = value.join('=');
  }
  const missing = Object.entries(fields).find(([, value]) => value === '')?.[0];
  return missing === undefined
    ? { fields }
    : { fields, problem: `Authorization header requires '${missing}' parameter.` };
}

function isFieldName(name: string, fields: Fields): name is keyof Fields {
  return Object.hasOwn(fields, name);
}

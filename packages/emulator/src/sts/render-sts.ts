import type { WireAnswer } from '../send-answer.ts';
import type { ServiceError } from '../service-error.ts';
import { escapeXml } from './answer-sts.ts';

const namespace = 'https://sts.amazonaws.com/doc/2011-06-15/';

// The query protocol has its own names for what the front door refuses.
const queryCodeOf: Readonly<Record<string, string>> = {
  ExpiredTokenException: 'ExpiredToken',
  IncompleteSignatureException: 'IncompleteSignature',
  InvalidSignatureException: 'SignatureDoesNotMatch',
  MissingAuthenticationTokenException: 'MissingAuthenticationToken',
  UnrecognizedClientException: 'InvalidClientTokenId',
};

export function renderStsResult(action: string, result: string, requestId: string): WireAnswer {
  return xmlAnswer(
    200,
    `<${action}Response xmlns="${namespace}"><${action}Result>${result}</${action}Result>` +
      `<ResponseMetadata><RequestId>${requestId}</RequestId></ResponseMetadata></${action}Response>`,
  );
}

export function renderStsError(error: ServiceError, requestId: string): WireAnswer {
  const code = queryCodeOf[error.type] ?? error.type;
  const type = error.status >= 500 ? 'Receiver' : 'Sender';
  return xmlAnswer(
    error.status,
    `<ErrorResponse xmlns="${namespace}"><Error><Type>${type}</Type><Code>${escapeXml(code)}</Code>` +
      `<Message>${escapeXml(error.message)}</Message></Error><RequestId>${requestId}</RequestId></ErrorResponse>`,
  );
}

function xmlAnswer(status: number, xml: string): WireAnswer {
  return { kind: 'whole', status, headers: { 'content-type': 'text/xml' }, body: Buffer.from(xml) };
}

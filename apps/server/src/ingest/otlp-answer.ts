import protobuf from 'protobufjs/minimal.js';

export type OtlpFormat = 'json' | 'protobuf';

export const otlpContentTypes: Readonly<Record<OtlpFormat, string>> = {
  json: 'application/json',
  protobuf: 'application/x-protobuf',
};

export function mapContentType(contentType: string | undefined): OtlpFormat {
  return contentType?.startsWith(otlpContentTypes.protobuf) ? 'protobuf' : 'json';
}

const shownRejections = 5;

/** An ExportTraceServiceResponse: empty unless spans were left out. */
export function buildOtlpAnswer(format: OtlpFormat, rejections: readonly string[]): Buffer {
  const errorMessage = describeRejections(rejections);
  if (format === 'json') {
    // 64-bit integers are strings in protobuf's JSON.
    const partialSuccess = { rejectedSpans: String(rejections.length), errorMessage };
    return Buffer.from(JSON.stringify(rejections.length === 0 ? {} : { partialSuccess }));
  }
  const writer = protobuf.Writer.create();
  if (rejections.length > 0) {
    writer.uint32((1 << 3) | 2).fork();
    writer.uint32(1 << 3).int64(rejections.length);
    writer.uint32((2 << 3) | 2).string(errorMessage);
    writer.ldelim();
  }
  return Buffer.from(writer.finish());
}

export function describeRejections(rejections: readonly string[]): string {
  const shown = rejections.slice(0, shownRejections).join('; ');
  const hidden = rejections.length - shownRejections;
  return hidden > 0 ? `${shown}; and ${hidden} more` : shown;
}

/** A google.rpc.Status, which OTLP asks for when it speaks protobuf. */
export function buildOtlpStatus(message: string): Buffer {
  return Buffer.from(
    protobuf.Writer.create()
      .uint32((2 << 3) | 2)
      .string(message)
      .finish(),
  );
}

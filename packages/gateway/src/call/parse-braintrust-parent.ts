import type { IncomingHttpHeaders } from 'node:http';

/** What Braintrust's clients say a call belongs to; each part only where it can be read. */
export interface BraintrustParent {
  /** 32 lower-case hex digits. */
  traceId?: string;
  /** 16 lower-case hex digits. */
  spanId?: string;
  project?: string;
}

const header = 'x-bt-parent';
const longestHeader = 8192;
const projectPrefix = 'project_name:';
const fieldNames: Readonly<Record<number, string>> = {
  1: 'object_id',
  2: 'row_id',
  3: 'span_id',
  4: 'root_span_id',
};

/** Reads `x-bt-parent`: a project by its name, or a span as `span.export()` writes it. Never throws. */
export function parseBraintrustParent(headers: IncomingHttpHeaders): BraintrustParent {
  const value = headers[header];
  if (typeof value !== 'string' || value.length > longestHeader) return {};
  if (value.startsWith(projectPrefix))
    return pick({ project: decodeName(value.slice(projectPrefix.length)) });
  // Ids of objects that only Braintrust knows.
  if (value.includes(':')) return {};
  const fields = parseSlug(Buffer.from(value, 'base64'));
  return pick({
    traceId: findHex(fields['root_span_id'], 32),
    spanId: findHex(fields['span_id'], 16),
    project: findProjectName(fields['compute_object_metadata_args']),
  });
}

function pick(parent: BraintrustParent): BraintrustParent {
  return Object.fromEntries(Object.entries(parent).filter(([, value]) => value !== undefined));
}

/** Header values are Latin-1 on the wire, so that other names come percent-encoded. */
function decodeName(name: string): string | undefined {
  try {
    return decodeURIComponent(name.trim()) || undefined;
  } catch {
    return name.trim() || undefined;
  }
}

/** Version, type of object, count of binary fields, those fields, and the rest as JSON. */
function parseSlug(bytes: Buffer): Record<string, unknown> {
  const [version, , count = 0] = bytes;
  if (version !== 3 && version !== 4) return {};
  const fields: Record<string, unknown> = {};
  let at = 3;
  for (let index = 0; index < count; index += 1) {
    const name = fieldNames[bytes[at] ?? 0];
    // The third version has UUIDs everywhere, the fourth OpenTelemetry's ids.
    const length = version === 4 && name === 'span_id' ? 8 : 16;
    if (name === undefined || at + 1 + length > bytes.length) return {};
    fields[name] = bytes.toString('hex', at + 1, at + 1 + length);
    at += 1 + length;
  }
  return { ...parseObject(bytes.toString('utf8', at)), ...fields };
}

function parseObject(text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}

function findHex(value: unknown, length: number): string | undefined {
  if (typeof value !== 'string') return undefined;
  const digits = value.replaceAll('-', '').toLowerCase();
  return digits.length === length && /^(?!0+$)[0-9a-f]+$/.test(digits) ? digits : undefined;
}

function findProjectName(value: unknown): string | undefined {
  const name =
    typeof value === 'object' && value !== null && 'project_name' in value ? value.project_name : undefined;
  return typeof name === 'string' && name.trim() !== '' ? name : undefined;
}

import { sniffContentType, sniffedByteLength } from '@outcrop/protocol';

type Owner = Readonly<Record<string, unknown>>;

/** Whether text at this place is base64, as its owner tells or, where nothing does, its first bytes. */
type Position = (text: string, owner: Owner) => boolean;

/** The name alone says it. */
const isDeclared: Position = (text) => hasBase64Shape(text);

/** `data` is also the name of text. */
const isDeclaredByOwner: Position = (text, { type, format, mediaType, identifier }) =>
  (type === 'base64' || [format, mediaType, identifier].some((value) => typeof value === 'string')) &&
  hasBase64Shape(text);

/** Only for what begins like a medium: an `image` may as well be an address or a name. */
const isRecognised: Position = (text) =>
  hasBase64Shape(text) && sniffContentType(decodeStart(text)) !== undefined;

/**
 * Where the bodies of InvokeModel and of other clients keep bytes as base64.
 * https://docs.aws.amazon.com/bedrock/latest/userguide/model-parameters.html
 */
const positions: ReadonlyMap<string, Position> = new Map([
  // Anthropic's source, OpenAI's input_audio, an agent's byteContent
  ['data', isDeclaredByOwner],
  // Nova, and Converse without a client
  ['bytes', isDeclared],
  ['redactedContent', isDeclared],
  // Stability SDXL, TwelveLabs
  ['base64', isDeclared],
  ['base64String', isDeclared],
  // OpenAI
  ['b64_json', isDeclared],
  ['file_data', isDeclared],
  // Titan, Nova Canvas, Stability, Llama; lists of them, too
  ['image', isRecognised],
  ['images', isRecognised],
  ['inputImage', isRecognised],
  ['maskImage', isRecognised],
  ['conditionImage', isRecognised],
  ['referenceImages', isRecognised],
  ['init_image', isRecognised],
  ['mask_image', isRecognised],
]);

/** Shorter text is never taken for bytes. */
export const shortestBase64 = 32;
const dataUrlPattern = /^data:([\w.+/-]{0,100})(?:;[\w.+-]+=[^;,]{0,60})*;base64,/;
const longestDataUrlHead = 256;
const charCodeOfD = 100;

/** Base64 within a text. */
export interface FoundBase64 {
  /** Where it begins. */
  offset: number;
  /** As a data URL declares it. */
  contentType?: string;
}

/**
 * Finds out whether a long text is bytes: by the key it stands under, or because it is a data URL. Looks at the ends of
 * the text and never along it.
 */
export function findBase64(key: string, text: string, owner: object): FoundBase64 | undefined {
  if (positions.get(key)?.(text, owner as Owner)) return { offset: 0 };
  // By its key first: looking at the text of a stream joins its pieces.
  if (key === 'text' || text.charCodeAt(0) !== charCodeOfD) return undefined;
  const [head, contentType] = dataUrlPattern.exec(text.slice(0, longestDataUrlHead)) ?? [];
  if (head === undefined || !hasBase64Shape(text, head.length)) return undefined;
  return { offset: head.length, contentType: contentType || undefined };
}

/** Whether strings in a list under this key can be bytes. */
export function mayHoldBase64(key: string): boolean {
  return positions.has(key);
}

const base64Start = /^[A-Za-z0-9+/]+={0,2}$/;
const sampleLength = 80;

/** Judged by its length and its two ends; a sample as long as a line of base64 shows line breaks. */
function hasBase64Shape(text: string, offset = 0): boolean {
  return (
    (text.length - offset) % 4 === 0 &&
    text.length - offset > 0 &&
    base64Start.test(text.slice(offset, offset + sampleLength)) &&
    base64Start.test(text.slice(-4))
  );
}

function decodeStart(text: string): Uint8Array {
  return Buffer.from(text.slice(0, Math.ceil(sniffedByteLength / 3) * 4), 'base64');
}

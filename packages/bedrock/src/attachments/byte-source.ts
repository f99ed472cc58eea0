/** The bytes of an attachment, read piece by piece so that no piece of work is long. */
export interface ByteSource {
  readonly byteLength: number;
  /** Views or decodes the bytes from `start` up to, not including, `end`. `start` is a multiple of three. */
  read(start: number, end: number): Uint8Array;
  /** From here on the source does not change, whatever the owner of the bytes does with them. */
  own(): void;
}

/** Bytes that belong to the caller until they are owned: then they are copied. */
export class BorrowedBytes implements ByteSource {
  #bytes: Uint8Array;
  #isOwned = false;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  get byteLength(): number {
    return this.#bytes.byteLength;
  }

  read(start: number, end: number): Uint8Array {
    return this.#bytes.subarray(start, end);
  }

  own(): void {
    if (this.#isOwned) return;
    this.#isOwned = true;
    // Not a slice, which a Buffer would share.
    this.#bytes = Uint8Array.prototype.slice.call(this.#bytes);
  }
}

/** Base64 without line breaks, decoded only where it is read: the text is shared with the caller and cannot change. */
export class Base64Text implements ByteSource {
  readonly byteLength: number;
  readonly #text: string;
  readonly #offset: number;

  /** The base64 begins at `offset` of the text. */
  constructor(text: string, offset = 0) {
    this.#text = text;
    this.#offset = offset;
    const padding = text.endsWith('==') ? 2 : text.endsWith('=') ? 1 : 0;
    this.byteLength = Math.floor(((text.length - offset - padding) * 3) / 4);
  }

  read(start: number, end: number): Uint8Array {
    // Three bytes are four characters.
    const from = this.#offset + (start / 3) * 4;
    const to = this.#offset + Math.ceil(end / 3) * 4;
    return Buffer.from(this.#text.slice(from, to), 'base64').subarray(0, end - start);
  }

  own(): void {
    // A string belongs to nobody.
  }
}

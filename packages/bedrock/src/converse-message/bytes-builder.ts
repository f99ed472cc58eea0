/** Joins pieces of one binary value: bytes from the AWS SDK, or base64 text from a raw body. */
export class BytesBuilder {
  private readonly pieces: Uint8Array[] = [];
  private base64 = '';

  /** Copies the piece; returns whether it held anything. */
  add(piece: unknown): boolean {
    if (typeof piece === 'string') {
      this.base64 += piece;
      return piece !== '';
    }
    if (!(piece instanceof Uint8Array) || piece.length === 0) return false;
    this.pieces.push(Uint8Array.prototype.slice.call(piece));
    return true;
  }

  /** The bytes, or the base64 text when that is what came; undefined when nothing did. */
  build(): Uint8Array | string | undefined {
    if (this.pieces.length === 0) return this.base64 === '' ? undefined : this.base64;
    const whole = new Uint8Array(this.pieces.reduce((length, piece) => length + piece.length, 0));
    let offset = 0;
    for (const piece of this.pieces) {
      whole.set(piece, offset);
      offset += piece.length;
    }
    return whole;
  }
}

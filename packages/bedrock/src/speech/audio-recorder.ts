import { readNumber, readString } from '../read-value.ts';
import { ByteBudget } from './byte-budget.ts';

// A minute of speech at 24 kHz is 2.9 MB. Both limits are for audio that waits for its span to end.
const maxBytesOfSession = 8 * 1024 * 1024;
const processBudget = new ByteBudget(64 * 1024 * 1024);

/** The audio of one session: what it keeps is bounded, for itself and with all others of the process. */
export class AudioAllowance {
  readonly #session = new ByteBudget(maxBytesOfSession);
  #taken = 0;
  #isReleased = false;

  take(byteLength: number): boolean {
    if (this.#isReleased || !this.#session.take(byteLength)) return false;
    if (!processBudget.take(byteLength)) return false;
    this.#taken += byteLength;
    return true;
  }

  /** Gives back what was taken, once nothing of it is kept; from then on there is nothing to take. */
  release(): void {
    this.#isReleased = true;
    processBudget.give(this.#taken);
    this.#taken = 0;
  }
}

/** Puts the pieces of one recording together. What the allowance does not cover is counted and dropped. */
export class AudioRecorder {
  readonly #format: Readonly<Record<string, unknown>>;
  readonly #allowance: AudioAllowance;
  #chunks: Uint8Array[] = [];
  #keptBytes = 0;
  #byteLength = 0;

  /** `format` is `audioInputConfiguration` or `audioOutputConfiguration`. */
  constructor(format: Readonly<Record<string, unknown>>, allowance: AudioAllowance) {
    this.#format = format;
    this.#allowance = allowance;
  }

  /** `piece` is base64, as Nova Sonic sends audio both ways. */
  add(piece: string): void {
    const byteLength = countBytes(piece);
    this.#byteLength += byteLength;
    // Once a piece is missing, what follows would be heard at the wrong time.
    if (this.#keptBytes + byteLength < this.#byteLength || !this.#allowance.take(byteLength)) return;
    const bytes = decodeBase64(piece);
    this.#chunks.push(bytes);
    this.#keptBytes += bytes.byteLength;
  }

  /** As Converse has audio: playable where it was linear PCM. `omittedBytes` when it had to be cut. */
  build(): Record<string, unknown> {
    const mediaType = readString(this.#format.mediaType) ?? '';
    const isPcm = mediaType === 'audio/lpcm';
    const omittedBytes = this.#byteLength - this.#keptBytes;
    return {
      format: isPcm ? 'wav' : mediaType.replace('audio/', ''),
      sampleRateHertz: this.#format.sampleRateHertz,
      source: { bytes: this.#join(isPcm ? buildWavHeader(this.#format, this.#keptBytes) : undefined) },
      ...(omittedBytes > 0 ? { omittedBytes } : {}),
    };
  }

  #join(header: Uint8Array | undefined): Uint8Array {
    const start = header?.byteLength ?? 0;
    const joined = new Uint8Array(start + this.#keptBytes);
    if (header) joined.set(header);
    let offset = start;
    for (const chunk of this.#chunks) {
      joined.set(chunk, offset);
      offset += chunk.byteLength;
    }
    return joined;
  }
}

/** http://soundfile.sapp.org/doc/WaveFormat: without it nothing knows how to play linear PCM. */
function buildWavHeader(format: Readonly<Record<string, unknown>>, byteLength: number): Uint8Array {
  const sampleRate = readNumber(format.sampleRateHertz) ?? 24_000;
  const sampleBytes = (readNumber(format.sampleSizeBits) ?? 16) / 8;
  const channels = readNumber(format.channelCount) ?? 1;
  const header = new DataView(new ArrayBuffer(44));
  writeText(header, 0, 'RIFF');
  header.setUint32(4, 36 + byteLength, true);
  writeText(header, 8, 'WAVEfmt ');
  header.setUint32(16, 16, true);
  header.setUint16(20, 1, true);
  header.setUint16(22, channels, true);
  header.setUint32(24, sampleRate, true);
  header.setUint32(28, sampleRate * channels * sampleBytes, true);
  header.setUint16(32, channels * sampleBytes, true);
  header.setUint16(34, sampleBytes * 8, true);
  writeText(header, 36, 'data');
  header.setUint32(40, byteLength, true);
  return new Uint8Array(header.buffer);
}

function writeText(view: DataView, offset: number, text: string): void {
  for (let index = 0; index < text.length; index += 1) view.setUint8(offset + index, text.charCodeAt(index));
}

function countBytes(base64: string): number {
  const padding = base64.endsWith('==') ? 2 : base64.endsWith('=') ? 1 : 0;
  return Math.max(0, Math.floor((base64.length * 3) / 4) - padding);
}

function decodeBase64(text: string): Uint8Array {
  // A slice of Node's shared pool would keep the whole pool alive.
  return Uint8Array.from(Buffer.from(text, 'base64'));
}

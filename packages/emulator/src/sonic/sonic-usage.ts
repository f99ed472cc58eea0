import type { JsonObject } from '../json.ts';

interface TokenCounts {
  speechTokens: number;
  textTokens: number;
}

/** 40 milliseconds of 16-bit speech at 16 kHz: plausible and repeatable, not the model's own measure. */
const bytesOfSpeechToken = 1280;

/** Counts the tokens of a session; each event tells what came since the last one and the total. */
export class SonicUsage {
  readonly #total = { input: noTokens(), output: noTokens() };
  #delta = { input: noTokens(), output: noTokens() };
  #speechBytes = { input: 0, output: 0 };

  addText(direction: 'input' | 'output', tokens: number): void {
    this.#total[direction].textTokens += tokens;
    this.#delta[direction].textTokens += tokens;
  }

  addSpeech(direction: 'input' | 'output', byteLength: number): void {
    this.#speechBytes[direction] += byteLength;
    const tokens = Math.ceil(this.#speechBytes[direction] / bytesOfSpeechToken);
    this.#delta[direction].speechTokens += tokens - this.#total[direction].speechTokens;
    this.#total[direction].speechTokens = tokens;
  }

  takeEvent(): JsonObject {
    const { input, output } = this.#total;
    const event = {
      details: { delta: this.#delta, total: { input: { ...input }, output: { ...output } } },
      totalInputTokens: input.speechTokens + input.textTokens,
      totalOutputTokens: output.speechTokens + output.textTokens,
      totalTokens: input.speechTokens + input.textTokens + output.speechTokens + output.textTokens,
    };
    this.#delta = { input: noTokens(), output: noTokens() };
    return event;
  }
}

function noTokens(): TokenCounts {
  return { speechTokens: 0, textTokens: 0 };
}

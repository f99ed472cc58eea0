import { OutcropError } from '@outcrop/protocol';

/** What this package throws: malformed event streams and headers that cannot be encoded. */
export class BedrockError extends OutcropError {}

/** How models and Bedrock say that a prompt is too long. A throttling's "too many tokens" is not among them. */
const wordings: readonly RegExp[] = [
  /input is too long/i,
  /prompt is too long/i,
  /context_length_exceeded/i,
  /maximum context length/i,
  /exceeds? (the )?(model'?s? )?(maximum )?context (length|window|limit)/i,
  /(longer|larger) than the (model'?s )?(maximum )?context (length|window)/i,
  /input length and `?max_tokens`? exceed context limit/i,
  /input tokens? exceeded/i,
  /too many input tokens/i,
  /(input|prompt) (token count|length)[^.]* exceeds/i,
  /model_context_window_exceeded/i,
  /expected maxLength: \d+, actual: \d+/i,
];

/** Whether a refusal means that the conversation does not fit the model's context. */
export function isContextOverflow(message: string): boolean {
  return wordings.some((wording) => wording.test(message));
}

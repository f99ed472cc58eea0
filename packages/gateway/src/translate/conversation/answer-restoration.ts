import type { ToolNames } from '../prepare/tool-names.ts';

/** What translating an answer must know of its request. */
export interface AnswerRestoration {
  toolNames: ToolNames;
  /** The tool whose arguments are the answer's text, when JSON was asked for and the model has no other way. */
  outputToolName?: string;
}

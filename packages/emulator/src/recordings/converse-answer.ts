import { asObject, isJsonObject } from '../json.ts';
import type { RecordingFormat } from './recording-file.ts';

/** The body of a Converse answer alone: it serves any model, in order. */
export const converseAnswer: RecordingFormat = {
  name: 'converse-answer',
  isMatch: ({ json }) => isJsonObject(json) && isJsonObject(asObject(json.output).message),
  parse: (file) => [
    {
      file: file.path,
      method: 'POST',
      path: '',
      operation: 'Converse',
      status: 200,
      headers: { 'content-type': 'application/json' },
      body: Buffer.from(file.text),
    },
  ],
};

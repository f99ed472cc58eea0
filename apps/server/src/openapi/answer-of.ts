import { Type } from 'typebox';

/** A successful answer whose schema was registered under the name. */
export function answerOf<Answer>(name: string, description: string) {
  return Type.Unsafe<Answer>({ $ref: `${name}#`, description });
}

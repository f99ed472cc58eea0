import { anthropicDialect } from './anthropic-dialect.ts';
import { awsDialect } from './aws-dialect.ts';
import type { Dialect } from './dialect.ts';
import { openAiDialect } from './openai-dialect.ts';

/** The dialect that a path's answers come in, served or not. */
export function findDialect(path: string): Dialect {
  if (/^(?:\/anthropic)?\/v1\/messages(?:\/|$)/u.test(path) || path.startsWith('/anthropic/'))
    return anthropicDialect;
  return /^\/(?:openai\/)?v1\//u.test(path) ? openAiDialect : awsDialect;
}

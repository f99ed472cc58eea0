import type { CalledApi } from '../recording/call-record.ts';

/**
 * Whether any model may answer in place of another: neither vectors nor the body of InvokeModel, which is one family's, mean
 * the same to another model.
 */
export function isConversation(api: CalledApi): boolean {
  return api.kind === 'client' || (api.kind === 'native' && api.command.startsWith('Converse'));
}

import type { Notice } from './conversation/translation-context.ts';

// Well under what servers and proxies take for all headers together.
const longest = 2000;

/**
 * What the client is told in a header: `logit_bias=dropped, tool_choice=changed`. Names of fields come from clients, so
 * whatever a header could not carry is percent-encoded. Ends in `…` as `%E2%80%A6` when there is more than fits.
 */
export function formatNotices(notices: readonly Notice[]): string {
  let text = '';
  for (const { field, kind } of notices) {
    const notice = `${encodeField(field)}=${kind}`;
    if (text.length + notice.length > longest) return `${text}, %E2%80%A6`;
    text += text === '' ? notice : `, ${notice}`;
  }
  return text;
}

function encodeField(field: string): string {
  return field.replace(/\p{Surrogate}/gu, '\ufffd').replace(/[^\w.[\]-]/gu, encodeURIComponent);
}

/** An audit action as words that stand between who and what: "provider.secret_replaced" → "replaced the secret of". */
export function describeAction(action: string): string {
  const [noun = action, event] = action.split('.');
  if (event === undefined) return noun.replaceAll('_', ' ');
  const verb = event.split('_').at(-1) ?? event;
  const part = event.split('_').slice(0, -1).join(' ');
  const thing = noun.replaceAll('_', ' ');
  return part === '' ? `${verb} ${thing}` : `${verb} the ${part} of ${thing}`;
}

/** "true" → "yes": a detail as text. */
export function describeDetail(name: string, value: string | number | boolean | null): string {
  if (value === null) return name === 'project' ? 'every project' : 'none';
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  return String(value);
}

import { readStoredValue, writeStoredValue } from '../lib/stored-value.ts';

export const themes = ['system', 'light', 'dark'] as const;
export type Theme = (typeof themes)[number];

export function readTheme(): Theme {
  const stored = readStoredValue('theme');
  return themes.find((theme) => theme === stored) ?? 'system';
}

/** Shows the theme and remembers it in this browser. */
export function applyTheme(theme: Theme): void {
  if (theme === 'system') delete document.documentElement.dataset['theme'];
  else document.documentElement.dataset['theme'] = theme;
  writeStoredValue('theme', theme);
}

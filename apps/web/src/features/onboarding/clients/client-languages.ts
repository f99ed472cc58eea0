import { curl } from './curl.ts';
import { go } from './go.ts';
import { java } from './java.ts';
import { javascript } from './javascript.ts';
import { python } from './python.ts';

export const clientLanguages = { javascript, python, go, java, curl };

export type ClientLanguageName = keyof typeof clientLanguages;

export const languageTabs: readonly { name: ClientLanguageName; label: string }[] = [
  { name: 'javascript', label: 'JavaScript' },
  { name: 'python', label: 'Python' },
  { name: 'go', label: 'Go' },
  { name: 'java', label: 'Java' },
  { name: 'curl', label: 'curl' },
];

import { describe, expect, it } from 'vitest';

import { clientNames } from './client-language.ts';
import { type ClientLanguageName, clientLanguages, languageTabs } from './client-languages.ts';

const values = { apiUrl: 'http://127.0.0.1:4310', apiKey: 'oc_secret', model: 'amazon.nova-lite-v1:0' };

describe.each(languageTabs.map(({ name }) => name))('%s', (language) => {
  it.each(clientNames)('has the address and the key in the set-up of %s', (client) => {
    const snippet = clientLanguages[language][client](values);
    expect(snippet).toContain(values.apiUrl);
    expect(snippet).toContain(values.apiKey);
    // OpenAI's clients add only what follows the version, the others all of the path.
    expect(/4310\/v1(?!\/messages)/.test(snippet)).toBe(client === 'openai');
  });
});

it('offers every language', () => {
  expect(languageTabs.map(({ name }) => name)).toEqual(Object.keys(clientLanguages));
});

it.each(clientNames)('asks curl for an answer of %s in a body that is JSON', (client) => {
  const snippet = clientLanguages['curl' satisfies ClientLanguageName][client](values);
  const body = JSON.parse(/-d '(.*)'$/.exec(snippet)?.[1] ?? '') as { messages: unknown[] };
  expect(body.messages).toHaveLength(1);
});

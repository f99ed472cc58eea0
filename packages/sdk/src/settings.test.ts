import { expect, test } from 'vitest';
import { buildSettings, type LoggerOptions } from './settings.ts';

test.each(['false', '0', 'No', ' off '])('a switch given as the text "%s" is off', (text) => {
  const fromText = { recordInput: text, recordOutput: text } as unknown as LoggerOptions;
  expect(buildSettings(fromText)).toMatchObject({ recordInput: false, recordOutput: false });
});

test('switches are on by default', () => {
  expect(buildSettings({})).toMatchObject({ recordInput: true, recordOutput: true });
});

test('an empty project name stands for the default project', () => {
  expect(buildSettings({ projectName: '' }).projectName).toBe('default');
});

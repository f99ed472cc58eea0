import { expect, test } from 'vitest';
import { BodyWriter } from './body-writer.ts';

test('gathers text of any script and size, body after body', () => {
  const writer = new BodyWriter();
  for (const texts of [
    ['a', 'é', '地層', '🪨'],
    ['x'.repeat(3_000_000), 'y'],
    ['short again', '\ud83e'],
  ]) {
    writer.start();
    for (const text of texts) writer.append(text);
    expect(writer.finish()).toEqual(Buffer.from(texts.join('')));
  }
});

import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const css = readFileSync(new URL('tokens.css', import.meta.url), 'utf8');
const tokens = new Map(
  [...css.matchAll(/--([\w-]+): light-dark\((#\w{6}), (#\w{6})\)/g)].map(([, name, light, dark]) => [
    name,
    { light, dark },
  ]),
);

/** https://www.w3.org/TR/WCAG22/#dfn-relative-luminance */
function measureLuminance(color: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((start) => {
    const channel = Number.parseInt(color.slice(start, start + 2), 16) / 255;
    return channel <= 0.03928 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function measureContrast(foreground: string, background: string, theme: 'light' | 'dark'): number {
  const colors = [foreground, background].map((name) =>
    measureLuminance(tokens.get(name)?.[theme] ?? '#000000'),
  );
  return (Math.max(...colors) + 0.05) / (Math.min(...colors) + 0.05);
}

const surfaces = ['page', 'surface', 'raised', 'sunken', 'hover', 'accent-soft'];
const texts = ['text', 'text-2', 'text-3', 'accent', 'error', 'running'].flatMap((text) =>
  surfaces.map((surface) => [text, surface] as const),
);

describe.each(['light', 'dark'] as const)('in the %s theme', (theme) => {
  it.each([
    ...texts,
    ['on-accent', 'accent'],
    ['on-accent', 'accent-strong'],
    ['error', 'error-soft'],
    ['text-2', 'error-soft'],
    ['running', 'running-soft'],
    ['text-2', 'running-soft'],
  ] as const)('%s on %s reads well enough for WCAG AA', (text, surface) => {
    expect(measureContrast(text, surface, theme)).toBeGreaterThanOrEqual(4.5);
  });

  it.each(['llm', 'tool', 'task', 'function', 'eval', 'score', 'error'])(
    'a bar of %s stands out from the surface as WCAG wants of graphics',
    (bar) => {
      expect(measureContrast(bar, 'surface', theme)).toBeGreaterThanOrEqual(3);
    },
  );
});

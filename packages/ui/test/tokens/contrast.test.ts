/** WCAG contrast of the colours that stand on one another, in every theme and with every accent, from the style sheet itself. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';

const css = readFileSync(path.join(import.meta.dirname, '../../src/tokens/palette.css'), 'utf8');

/** The declarations of every rule whose selector is in `selectors`, later ones last. */
const declarationsOf = (selectors: readonly string[]): Map<string, string> => {
  const found = new Map<string, string>();
  for (const [, head = '', body = ''] of css.matchAll(/([^{}]+)\{([^{}]*)\}/gu)) {
    const names = head
      .replace(/\/\*[^]*?\*\//gu, '')
      .split(',')
      .map((name) => name.trim());
    if (!names.some((name) => selectors.includes(name))) continue;
    for (const [, name = '', value = ''] of body.matchAll(/(--[a-z-]+):\s*([^;]+);/gu))
      found.set(name, value);
  }
  return found;
};

type Rgb = readonly [number, number, number];
/** https://bottosson.github.io/posts/oklab/ : linear sRGB, clipped to the gamut as browsers do. */
const toLinear = (lightness: number, chroma: number, degrees: number): Rgb => {
  const angle = (degrees / 180) * Math.PI;
  const a = chroma * Math.cos(angle);
  const b = chroma * Math.sin(angle);
  const long = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const middle = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const short = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3;
  const clip = (value: number): number => Math.min(1, Math.max(0, value));
  return [
    clip(4.0767416621 * long - 3.3077115913 * middle + 0.2309699292 * short),
    clip(-1.2684380046 * long + 2.6097574011 * middle - 0.3413193965 * short),
    clip(-0.0041960863 * long - 0.7034186147 * middle + 1.707614701 * short),
  ];
};
/** https://www.w3.org/TR/WCAG21/#dfn-relative-luminance */
const luminance = ([red, green, blue]: Rgb): number => 0.2126 * red + 0.7152 * green + 0.0722 * blue;
const contrast = (one: Rgb, other: Rgb): number => {
  const [low = 0, high = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (high + 0.05) / (low + 0.05);
};

const openPalette = (scheme: 'light' | 'dark', selectors: readonly string[]) => {
  const values = declarationsOf(selectors);
  return (name: string): Rgb => {
    const value = values.get(`--${name}`) ?? '';
    const both = /^light-dark\((oklch\([^]+?\))\s*,\s*(oklch\([^]+\))\)$/u.exec(
      value.replaceAll('var(--hue)', values.get('--hue') ?? ''),
    );
    const numbers = (scheme === 'light' ? both?.[1] : both?.[2])?.match(/[\d.]+/gu)?.map(Number) ?? [];
    const [lightness, chroma, degrees] = numbers;
    if (lightness === undefined || chroma === undefined || degrees === undefined)
      throw new Error(`no colour: ${name}`);
    return toLinear(lightness, chroma, degrees);
  };
};

const GROUNDS = ['desk', 'sheet', 'raised', 'sunken'];
/** What is read on what: 4.5 to 1 at least. https://www.w3.org/TR/WCAG21/#contrast-minimum */
const READ: [string, string][] = [
  ...['ink', 'ink-soft', 'ink-faint', 'accent', 'danger'].flatMap((words) =>
    GROUNDS.map((ground): [string, string] => [words, ground]),
  ),
  ['ink', 'accent-soft'],
  ['ink-soft', 'accent-soft'],
  ['accent', 'accent-soft'],
  ['on-accent', 'accent'],
  ['on-accent', 'accent-strong'],
  ['on-danger', 'danger'],
  ['danger', 'danger-soft'],
  ['ink', 'danger-soft'],
  ['ink', 'warn-soft'],
  ['warn-ink', 'warn-soft'],
  ['warn-ink', 'sheet'],
  ['good-ink', 'sheet'],
  ['sheet', 'ink'],
];
/** What has to be made out: 3 to 1. https://www.w3.org/TR/WCAG21/#non-text-contrast */
const MADE_OUT: [string, string][] = [
  ...GROUNDS.flatMap((ground): [string, string][] => [
    ['line-strong', ground],
    ['focus', ground],
  ]),
  ['good', 'sheet'],
  ['accent', 'desk'],
];

const THEMES = (['light', 'dark'] as const).flatMap((scheme) =>
  ([[], ['[data-contrast]']] as const).flatMap((high) =>
    Array.from({ length: 8 }, (_, accent) => ({
      name: `${high.length > 0 ? 'high contrast ' : ''}${scheme}, accent ${accent}`,
      high: high.length > 0,
      palette: openPalette(scheme, [':root', '[data-accent]', `[data-accent="${accent}"]`, ...high]),
    })),
  ),
);

describe('colours', () => {
  it.each(THEMES)('$name: everything that is read can be read', ({ high, palette }) => {
    const least = high ? 7 : 4.5;
    const weak = [
      ...READ.map((pair) => [...pair, least] as const),
      ...MADE_OUT.map((pair) => [...pair, 3] as const),
    ].flatMap(([front, ground, wanted]) => {
      const found = contrast(palette(front), palette(ground));
      return found < wanted ? [`${front} on ${ground}: ${found.toFixed(2)}`] : [];
    });
    expect(weak).toEqual([]);
  });
});

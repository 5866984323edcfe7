import { decodeQR } from 'qr/decode.js';
import { renderToStaticMarkup } from 'react-dom/server';
import { expect, test } from 'vitest';
import { QrCode } from '../../src/verification/QrCode.tsx';

/** Pixels of one module, as a camera might see them. */
const SCALE = 4;

/** What is drawn, as a picture: RGBA. */
const paint = (svg: string) => {
  const size = Number(/viewBox="0 0 (\d+)/u.exec(svg)?.[1]) * SCALE;
  const data = new Uint8ClampedArray(size * size * 4).fill(255);
  for (const [, x, y] of svg.matchAll(/M(\d+) (\d+)h1v1h-1z/gu))
    for (let dy = 0; dy < SCALE; dy++)
      for (let dx = 0; dx < SCALE; dx++)
        data.fill(
          0,
          ((Number(y) * SCALE + dy) * size + Number(x) * SCALE + dx) * 4,
          ((Number(y) * SCALE + dy) * size + Number(x) * SCALE + dx) * 4 + 3,
        );
  return { width: size, height: size, data };
};

test.each([
  `plexi://verify/${'Afss3W9MWm6WUUvQWQQuBIjudxmP_Vk599k8D6bSSuGM'.repeat(2)}`,
  'plexi://verify/AQ',
])('[K8] what is drawn is read back by a scanner: %s', (text) => {
  const svg = renderToStaticMarkup(<QrCode text={text} label="To scan" />);
  expect(svg).toContain('aria-label="To scan"');
  expect(decodeQR(paint(svg))).toBe(text);
});

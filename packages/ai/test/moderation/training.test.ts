import { hash } from 'node:crypto';
import { existsSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { areaUnderCurve, calibrationError, macroF1 } from '../../train/moderation/measure.ts';
import { recipeHash } from '../../train/moderation/recipe.ts';
import { trainModeration } from '../../train/moderation/run.ts';

const ROOT = path.join(import.meta.dirname, '../..');
const WEIGHTS = path.join(ROOT, 'models/moderation/weights.bin');
const CARD = path.join(ROOT, 'models/moderation/MODEL_CARD.md');
const DATA = process.env['PLEXI_DATA'] ?? path.join(ROOT, '../../../shared/data');
describe('the classifier’s weights [A3]', () => {
  it('fit into 5 MB, and are of this recipe', () => {
    expect(statSync(WEIGHTS).size).toBeLessThanOrEqual(5_000_000);
    const card = readFileSync(CARD, 'utf8');
    expect(card).toContain(hash('sha256', readFileSync(WEIGHTS), 'hex'));
    // Whoever changes a list, a seed or a feature trains again: npm run train -- moderation writes both into the card.
    expect(card).toContain(recipeHash());
  });

  it.skipIf(process.env['PLEXI_LONG'] === undefined || !existsSync(path.join(DATA, 'moderation')))(
    'are what training makes, to the byte (with PLEXI_LONG and PLEXI_DATA)',
    () => expect(trainModeration({ check: true })).toBe(true),
    600_000,
  );
});

describe('figures of a classifier', () => {
  const items = [0.9, 0.8, 0.4, 0.3, 0.2].map((score, i) => ({ score, truth: i === 0 || i === 2 }));

  it('are right for a small example', () => {
    expect(areaUnderCurve(items)).toBeCloseTo(5 / 6);
    expect(areaUnderCurve(items.map(({ truth }) => ({ score: 0.5, truth })))).toBe(0.5);
    // Precision and recall 1/2 for it; 2/3 each for its absence.
    expect(macroF1(items, 0.5)).toBeCloseTo((1 / 2 + 2 / 3) / 2);
    expect(calibrationError([{ score: 0.75, truth: true }])).toBeCloseTo(0.25);
    expect(calibrationError(items)).toBeCloseTo((0.1 + 0.8 + 0.6 + 0.3 + 0.2) / 5);
  });
});

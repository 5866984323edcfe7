/** What of ours the weights are made from, as one hash: whoever changes any of it trains again. */
import { hash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

const ROOT = path.join(import.meta.dirname, '../..');
const FOLDERS = [
  'src/moderation/text',
  'src/moderation/lexicon',
  'src/moderation/words',
  'src/moderation/classifier',
  'src/moderation/rules',
  'train/moderation',
  'train/moderation/seeds',
];
/** These only measure, or are about links alone. */
const WITHOUT = new Set([
  'report.ts',
  'measure.ts',
  'run.ts',
  'card.ts',
  'domains.ts',
  'links.ts',
  'flood.ts',
]);

export const recipeHash = (): string =>
  hash(
    'sha256',
    FOLDERS.flatMap((folder) =>
      readdirSync(path.join(ROOT, folder), { withFileTypes: true })
        .filter((entry) => entry.isFile() && !WITHOUT.has(entry.name))
        .map((entry) => entry.name)
        .sort()
        .map(
          (name) => `${folder}/${name} ${hash('sha256', readFileSync(path.join(ROOT, folder, name)), 'hex')}`,
        ),
    ).join('\n'),
    'hex',
  );

/** Every way in for bytes from outside, by name. */
import type { Target } from './target.ts';
import { DECIDED } from './targets/decided.ts';
import { KEYS } from './targets/keys.ts';
import { PROGRAMS } from './targets/programs.ts';
import { SAID } from './targets/said.ts';
import { SHOWN } from './targets/shown.ts';
import { WIRE } from './targets/wire.ts';

export const TARGETS: Readonly<Record<string, Target>> = {
  ...WIRE,
  ...SAID,
  ...DECIDED,
  ...KEYS,
  ...PROGRAMS,
  ...SHOWN,
};

import { expect, test } from 'vitest';
import { isAllowedLicence } from '../check/licences.ts';

test.each(['MIT', 'MIT OR GPL-3.0-only', '(MIT AND ISC)', '(GPL-2.0-only OR (MIT AND Apache-2.0))'])(
  '%s is allowed',
  (expression) => {
    expect(isAllowedLicence(expression)).toBe(true);
  },
);

test.each(['GPL-3.0-only', 'MIT AND AGPL-3.0-only', 'Unknown', '', 'MIT OR', '(MIT', 'MIT ISC', 'MIT)'])(
  '%j is refused',
  (expression) => {
    expect(isAllowedLicence(expression)).toBe(false);
  },
);

/**
 * Every dependency's licence is one that an Apache-2.0 product may ship or be built with.
 */
import type { Check } from './check.ts';
import { runProgram } from './run-tool.ts';

const ALLOWED = new Set([
  '0BSD',
  'Apache-2.0',
  'BlueOak-1.0.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'CC-BY-4.0',
  'CC0-1.0',
  'ISC',
  'MIT',
  'MIT-0',
  'MPL-2.0',
  'Python-2.0',
  'Unlicense',
  'Zlib',
]);

/** Let in one by one: what the licence asks was read, and it is permissive. PSF-2.0 asks for its notice to be kept. */
const ALLOWED_PACKAGES: Readonly<Record<string, string>> = { argparse: 'PSF-2.0' };

/**
 * Whether an SPDX expression can be met from the allowed licences: one side of each OR, both sides of each AND.
 * https://spdx.github.io/spdx-spec/v2.3/SPDX-license-expressions
 */
export function isAllowedLicence(expression: string): boolean {
  const tokens = expression.match(/\(|\)|[^\s()]+/g) ?? [];
  let at = 0;
  const one = (): boolean => {
    const token = tokens[at++];
    if (token !== '(') return token !== undefined && ALLOWED.has(token);
    const inner = any();
    return tokens[at++] === ')' && inner;
  };
  const all = (): boolean => {
    let met = one();
    while (tokens[at] === 'AND') {
      at++;
      met = one() && met;
    }
    return met;
  };
  const any = (): boolean => {
    let met = all();
    while (tokens[at] === 'OR') {
      at++;
      met = all() || met;
    }
    return met;
  };
  const met = any();
  return met && at === tokens.length;
}

interface ListedPackage {
  name: string;
  versions: string[];
}

export const licenceCheck: Check = {
  name: 'licences',
  run: async () => {
    const listed = await runProgram('pnpm', ['--recursive', 'licenses', 'list', '--json']);
    if (listed.status !== 0) return listed.output;
    const byLicence = JSON.parse(listed.stdout) as Record<string, ListedPackage[]>;
    if (Object.keys(byLicence).length === 0) return 'pnpm listed no dependency at all';
    return Object.entries(byLicence)
      .filter(([licence]) => !isAllowedLicence(licence))
      .flatMap(([licence, found]) =>
        found
          .filter(({ name }) => ALLOWED_PACKAGES[name] !== licence)
          .map(({ name, versions }) => `${name} ${versions.join(', ')}: ${licence}`),
      )
      .join('\n');
  },
};

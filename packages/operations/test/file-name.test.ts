import fc from 'fast-check';
import { expect, test } from 'vitest';
import { mediaTypeOf, safeFileName } from '../src/file/file-name.ts';

test.each([
  ['plan.pdf', 'plan.pdf'],
  ['../../etc/passwd', '_.._etc_passwd'],
  ['C:\\Windows\\a.exe', 'C__Windows_a.exe'],
  ['.bashrc', 'bashrc'],
  ['nul.txt', '_nul.txt'],
  ['photo\u202egpj.exe', 'photo_gpj.exe'],
  ['a\u0000b\nc.txt', 'a_b_c.txt'],
  ['   ', 'file'],
  ['...', 'file'],
  ['خطة العمل.pdf', 'خطة العمل.pdf'],
])('%j is saved as %j', (name, safe) => {
  expect(safeFileName(name)).toBe(safe);
});

test('whatever somebody calls a file, its name leads nowhere, hides nothing and fits', () => {
  fc.assert(
    fc.property(fc.uint16Array({ maxLength: 400 }), (units) => {
      const name = String.fromCharCode(...units);
      const safe = safeFileName(name);
      expect(safe).not.toMatch(/[/\\\p{Cc}\p{Cf}]/u);
      expect(safe).not.toMatch(/^\.|^$/);
      expect(new TextEncoder().encode(safe).length).toBeLessThanOrEqual(200);
    }),
  );
});

test('a long name keeps its ending', () => {
  expect(safeFileName(`${'ä'.repeat(300)}.tar`)).toMatch(/^ä+\.tar$/);
});

test('an ending stands for a media type', () => {
  expect([mediaTypeOf('a.PNG'), mediaTypeOf('b.tar.gz'), mediaTypeOf('c'), mediaTypeOf('d.xyz')]).toEqual([
    'image/png',
    'application/gzip',
    '',
    '',
  ]);
});

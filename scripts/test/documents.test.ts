import { expect, test } from 'vitest';
import { compareErrorsPage, describeErrors } from '../check/documents.ts';

const page = describeErrors();

test('[O3] a page that says what the table says is accepted', () => {
  expect(compareErrorsPage(page)).toBe('');
});

test('[O3] a code without its line, a line without its code and a changed sentence are each found', () => {
  const lines = page.split('\n');
  const row = lines.findIndex((line) => line.startsWith('| `INVALID_INPUT`'));
  expect(compareErrorsPage(lines.toSpliced(row, 1).join('\n'))).toContain('lacks INVALID_INPUT');
  expect(compareErrorsPage(`${page}| \`NO_SUCH_CODE\` | us | x | y |\n`)).toContain('has NO_SUCH_CODE');
  expect(compareErrorsPage(page.replace('expected form', 'other form'))).toContain('differs');
});

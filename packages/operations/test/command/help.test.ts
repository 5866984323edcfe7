import { expect, test } from 'vitest';
import { fieldsOf, listCommands, renderHelp, wordsOf } from '../../src/command/index.ts';

const help = (...words: string[]): string => {
  const text = renderHelp(words);
  if (typeof text !== 'string') throw new Error(text.message);
  return text;
};

test('the first help names every command and what all have in common', () => {
  const text = help();
  for (const operation of listCommands()) {
    expect(text).toContain(`plexi ${wordsOf(operation).join(' ')} `);
    expect(text).toContain(operation.summary);
  }
  for (const option of ['--profile NAME_OR_PATH', '--json', '--help', '--version'])
    expect(text).toContain(option);
  expect(text).not.toContain('draft');
});

test('the help of a noun lists its verbs only', () => {
  const text = help('message');
  for (const verb of ['send', 'list', 'import']) expect(text).toContain(`plexi message ${verb}`);
  expect(text).not.toContain('space');
});

test.each(listCommands().map((operation) => [operation.id, operation] as const))(
  'the help of %s says all that its definition says',
  (_, operation) => {
    const text = help(...wordsOf(operation));
    expect(text).toContain(operation.summary);
    for (const field of fieldsOf(operation)) {
      expect(text).toContain(field.description);
      // A choice that is given by place is shown by what may be chosen.
      const isChosen =
        field.kind === 'choice' && operation.command?.positional?.includes(field.name) === true;
      expect(text.toLowerCase()).toContain(isChosen ? field.choices.join('|') : field.option);
      expect(text).toContain(field.fallback === undefined ? '' : `default: ${field.fallback}`);
      for (const choice of field.choices) expect(text).toContain(choice);
    }
    for (const code of operation.errors) expect(text).toContain(code);
    for (const example of operation.examples) expect(text).toContain(example);
  },
);

test('the usage line shows what is needed, what may be left out and what may be repeated', () => {
  expect(help('message', 'send')).toContain(
    'Usage: plexi message send --space SPACE --channel CHANNEL TEXT\n',
  );
  expect(help('space', 'create')).toContain('Usage: plexi space create --name NAME [--relay RELAY]…\n');
  expect(help('account', 'create')).toContain('Usage: plexi account create --name NAME [--no-passphrase]\n');
  expect(help('member', 'role')).toContain('--role admin|moderator|member NAME\n');
  expect(help('account', 'create')).not.toContain('--phrase');
});

test('every field that a command offers has a description', () => {
  const bare = listCommands().flatMap((operation) =>
    fieldsOf(operation)
      .filter((field) => field.description === '')
      .map((field) => `${operation.id} ${field.name}`),
  );
  expect(bare).toEqual([]);
});

test('help on what there is not says so', () => {
  expect(renderHelp(['nonsense'])).toMatchObject({ kind: 'wrong' });
});

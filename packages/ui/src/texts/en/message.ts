export const MESSAGE = {
  'code.label': 'Code {language}',
  'code.copy': 'Copy code',
  'table.label': 'Table',
  'task.done': 'Done',
  'task.open': 'Not done',
  'link.invite': 'Invitation',
  'link.message': 'Link to a message',
  'link.leads': 'leads to {host}',
} as const;

export const MESSAGE = {
  'code.label': 'شيفرة {language}',
  'code.copy': 'نسخ الشيفرة',
  'table.label': 'جدول',
  'task.done': 'أُنجزت',
  'task.open': 'لم تُنجز',
  'link.invite': 'دعوة',
  'link.message': 'رابط إلى رسالة',
  'link.leads': 'يقود إلى {host}',
} as const;

import type { FILES as ENGLISH } from '../en/files.ts';

export const FILES: Record<keyof typeof ENGLISH, string> = {
  'files.attach': 'إضافة ملفات',
  'files.tray': 'الملفات المرفقة',
  'files.adding': 'جارٍ إضافة {name}',
  'files.remove': 'إزالة {name}',
  'files.many':
    'تحمل الرسالة الواحدة {count, plural, zero {# ملف} one {ملفًا واحدًا} two {ملفين} few {# ملفات} many {# ملفًا} other {# ملف}} على الأكثر. تُرك الباقي.',
  'files.drop': 'أفلت لإرسالها في {channel}',
  'files.save': 'حفظ {name}',
  'files.pause': 'إيقاف {name} مؤقتًا',
  'files.resume': 'متابعة {name}',
  'files.cancel': 'التوقف عن جلب {name}',
  'files.progress':
    '{state, select, sending {جارٍ الإرسال} waiting {بانتظار من لديه الملف} paused {متوقف مؤقتًا} other {جارٍ الجلب}} · {done} من {size}',
  'files.fetching': 'جارٍ الجلب، {share, number, percent}',
  'files.play': 'تشغيل',
  'files.open': 'عرض {name}',
  'files.risky': 'يمكن لهذا الملف أن يعمل على حاسوبك. لا تفتحه إلا إذا كنت تتوقعه.',
  'files.misnamed': 'محتوى {name} غير ما يقوله اسمه. كن حذرًا معه.',
  'files.gallery': 'صورة: {name}',
  'files.place': '{index} من {count}',
  'files.zoom.in': 'تكبير',
  'files.zoom.out': 'ملاءمة النافذة',
  'files.previous': 'الصورة السابقة',
  'files.next': 'الصورة التالية',
  'files.title': 'ملفات هذه القناة',
  'files.show': 'الملفات',
  'files.loading': 'جارٍ البحث عن الملفات',
  'files.none': 'لم يرسل أحد ملفًا هنا بعد. أفلت ملفًا على المحادثة أو ألصقه.',
  'files.from': '{name}، {time}',
};

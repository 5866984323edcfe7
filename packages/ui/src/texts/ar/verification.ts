export const VERIFICATION = {
  'verify.open': 'تحقُّق',
  'verify.show': 'إظهار الرقم مرة أخرى',
  'verify.again': 'المقارنة من جديد',
  'verify.title.none': 'التحقق من {name}',
  'verify.title.verified': 'تم التحقق من {name}',
  'verify.title.changed': 'المقارنة من جديد مع {name}',
  'verify.loading': 'جارٍ حساب الرقم…',
  'verify.lead':
    'التقِ {name} أو اتصل به بحيث تعرف وجهه أو صوته، وانظرا إلى هذا معًا. إذا كانت كل الأرقام متطابقة عند الطرفين فلا أحد بينكما.',
  'verify.number': 'رقم الأمان',
  'verify.qr': 'رمز ليمسحه {name}',
  'verify.code': 'رمزك، ليمسحه {name} أو يلصقه',
  'verify.copy': 'نسخ الرمز',
  'verify.theirs': 'ما يعرضه {name} عليك أو يرسله إليك',
  'verify.theirs.hint':
    'رقمه أو رمزه. خذه من مكالمة أو لقاء، لا من رسالة هنا: فمن يقف بينكما يستطيع أن يكتبها.',
  'verify.theirs.empty': 'الصق ما يعرضه {name}، أو قارن بعينك ثم قل إن الأرقام متطابقة.',
  'verify.compare': 'فحص',
  'verify.same': 'كل الأرقام متطابقة',
  'verify.same.new': 'الجهاز له، والأرقام متطابقة',
  'verify.take': 'إلغاء التحقق',
  'verify.done': 'تم التحقق من {name}.',
  'verify.taken': 'أُلغي التحقق من {name}.',
  'verify.since': 'أجريتما المقارنة في {since, date, medium}.',
  'verify.new':
    '{count, plural, zero {لا أجهزة جديدة بعد مقارنتكما} one {جهاز واحد أُضيف بعد مقارنتكما} two {جهازان أُضيفا بعد مقارنتكما} few {# أجهزة أُضيفت بعد مقارنتكما} many {# جهازًا أُضيف بعد مقارنتكما} other {# جهاز أُضيف بعد مقارنتكما}}',
  'verify.new.what':
    'يبقى الرقم كما هو حين يضيف {name} جهازًا. لكن من يملك عبارة الاسترداد الخاصة به يستطيع أن يضيفه أيضًا. اسأل {name} هل هو له.',
  'verify.changed':
    'لدى {name}، وقد تحققت منه، {count, plural, zero {جهاز جديد} one {جهاز جديد} two {جهازان جديدان} few {# أجهزة جديدة} many {# جهازًا جديدًا} other {# جهاز جديد}}. تأكد من أنه له قبل أن تكتب ما هو سر.',
  'verify.mark.verified': 'تم التحقق منه',
  'verify.mark.changed': 'تم التحقق منه، لكن لديه جهاز جديد',
  'verify.fact': 'التحقق',
  'verify.fact.none': 'ليس بعد. قد يكون الاسم مختلقًا، أما الرقم الذي تقارنانه فلا.',
  'verify.fact.since': 'في {since, date, medium}',
  'verify.fact.changed': 'في {since, date, medium}، قبل إضافة جهاز جديد',
  'name.odd.other': 'ليس {name} الذي تحققت منه: حساب آخر باسم يشبه اسمه.',
} as const;

export const ACCOUNT = {
  'welcome.title': 'أهلًا بك في PlexiChat',
  'welcome.lead': 'محادثات للفريق بلا خادم تضطر إلى الثقة به: لا يقرأ المساحة إلا من فيها.',
  'welcome.invited': 'يدعوك {inviter} إلى {space}. تحتاج أولًا إلى حساب على هذا الحاسوب.',
  'welcome.promise.keys': 'تُصنع مفاتيحك هنا وتبقى هنا. لا حاجة إلى تسجيل.',
  'welcome.promise.relay': 'المُرحِّلات تنقل الرسائل المختومة وتحفظها، ولا تستطيع فتحها.',
  'welcome.promise.offline': 'يعمل بلا اتصال، ويلحق بما فاته حين يعود الاتصال.',
  'welcome.create': 'إنشاء حساب',
  'welcome.restore': 'لديّ عبارة استرداد',

  'name.title': 'بماذا يناديك الناس؟',
  'name.lead': 'يرى أعضاء مساحاتك هذا الاسم. أما المُرحِّلات فلا تراه.',
  'name.label': 'اسمك',
  'name.empty': 'اكتب اسمًا من فضلك.',

  'passphrase.want': 'اطلب عبارة مرور عند فتح PlexiChat',
  'passphrase.without':
    'بدونها يبقى المفتاح في ملف لا يقرؤه إلا مستخدمك على هذا الحاسوب. وهذا كافٍ على حاسوب يخصك وحدك وقرصه معمّى.',
  'passphrase.with':
    'لا يستطيع أحد فتح هذا الملف الشخصي بدونها، ولا أنت. وتظل عبارة الاسترداد قادرة على إعادة حسابك.',
  'passphrase.label': 'عبارة المرور',
  'passphrase.again': 'العبارة نفسها مرة أخرى',
  'passphrase.empty': 'اختر عبارة مرور من فضلك، أو أزل العلامة من المربع.',
  'passphrase.differs': 'العبارتان غير متطابقتين.',

  'phrase.title': 'عبارة الاسترداد',
  'phrase.lead':
    'هذه الكلمات الأربع والعشرون هي حسابك. إن فقدت هذا الحاسوب فهي طريقك الوحيد للعودة: لا أحد يستطيع أن يرسل إليك كلمة مرور جديدة.',
  'phrase.words': 'عبارة الاسترداد: 24 كلمة بالترتيب',
  'phrase.making': 'جارٍ إنشاء عبارتك…',
  'phrase.print': 'طباعة',
  'phrase.copy': 'نسخ',
  'phrase.copied':
    'تم النسخ. تستطيع البرامج الأخرى قراءة ما يُنسخ: الصقه الآن في مدير كلمات المرور، ثم انسخ شيئًا آخر بعد ذلك.',
  'phrase.caution':
    'اكتبها على ورق أو احفظها في مدير كلمات مرور. من يملكها فهو أنت في كل مكان. لا ترسلها إلى أحد أبدًا، ولا تحفظها في ملف عادي أو صورة.',
  'phrase.written': 'كتبتُها عندي',

  'confirm.title': 'تحقق مما كتبت',
  'confirm.lead': 'انظر في نسختك واكتب ثلاثًا من الكلمات. إن كانت إحداها خطأ فالأفضل أن تعرف ذلك الآن.',
  'confirm.word': 'الكلمة {place, number}',
  'confirm.empty': 'اكتب الكلمة {place, number} من فضلك.',
  'confirm.one': 'هنا الكلمة {place, number} وحدها من فضلك.',
  'confirm.other': 'هذه هي الكلمة {other, number}. ابحث عن الكلمة {place, number} من فضلك.',
  'confirm.wrong': 'ليست هذه هي الكلمة {place, number}. راجع نسختك، أو انظر إلى العبارة مرة أخرى.',
  'confirm.done': 'أنشئ حسابي',
  'confirm.busy': 'جارٍ إنشاء حسابك…',
  'confirm.again': 'أرني العبارة مرة أخرى',

  'restore.title': 'استعادة حسابك',
  'restore.lead': 'اكتب كلماتك الأربع والعشرين أو الصقها. يصبح هذا الحاسوب جهازًا جديدًا لحسابك.',
  'restore.phrase': 'عبارة الاسترداد',
  'restore.count':
    '{count, plural, zero {لا كلمات} one {كلمة واحدة} two {كلمتان} few {# كلمات} many {# كلمة} other {# كلمة}} من {of, number}',
  'restore.unknown': 'الكلمة {place, number}، «{word}»، لا توجد في أي عبارة استرداد.',
  'restore.suggest': 'الكلمة {place, number}، «{word}»، لا توجد في أي عبارة استرداد. هل هي «{suggestion}»؟',
  'restore.name': 'كما ينبغي أن يراك أعضاء مساحاتك.',
  'restore.done': 'استعد حسابي',
  'restore.busy': 'جارٍ استعادة حسابك…',

  'locked.title': 'أهلًا بعودتك',
  'locked.lead': 'هذا الملف الشخصي مقفل بعبارة مرورك.',
  'locked.open': 'فتح',
  'locked.busy': 'جارٍ الفتح…',

  'account.title': 'حسابك',
  'account.open': 'عرض حسابك',
  'account.fingerprint': 'البصمة',
  'account.compare': 'اقرأها على شخص ليتحقق من أنك أنت.',
  'account.protection': 'كيف يُحفظ المفتاح على هذا الحاسوب',
  'account.profile': 'مجلد هذا الملف الشخصي',
} as const;

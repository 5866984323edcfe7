import type { ErrorTexts } from '../translate.ts';

const ASK_NEW = 'اطلب دعوة جديدة.';

/** What the peer says of errors about governance, invites and reports. */
export const GOVERNANCE_ERRORS = {
  ACT_INVALID: { message: 'قرار حوكمة ليس على الصورة المتوقعة.', next: 'لا شيء عليك فعله: لا أثر له.' },
  GOVERNANCE_SAVED_INVALID: {
    message: 'ما حُفظ من القرارات النهائية ليس كما ينبغي.',
    next: 'لا شيء عليك فعله: تُراجَع القرارات من أولها بدلًا منه. إن تكرر الأمر فأبلغ عنه.',
  },
  CERTIFICATE_INVALID: { message: 'شهادة جهاز غير صحيحة.', next: 'لا شيء عليك فعله: لا يُقبل الجهاز.' },
  INVITE_INVALID: {
    message: 'هذا ليس رابط دعوة صحيحًا.',
    next: 'انسخ الرابط كله من جديد، أو اطلب رابطًا جديدًا.',
  },
  INVITE_USED_UP: { message: 'استخدم الدعوةَ كلُّ من تتسع لهم.', next: ASK_NEW },
  INVITE_UNKNOWN: { message: 'لا تعرف المساحة هذه الدعوة.', next: ASK_NEW },
  INVITE_BANNED: {
    message: 'أنت محظور من هذه المساحة: لا تُدخلك أي دعوة.',
    next: 'اطلب من مشرف في المساحة رفع الحظر، أو انتظر حتى ينتهي. عندئذ تُدخلك هذه الدعوة ما دامت سارية.',
  },
  INVITE_OTHER_ROLE: {
    message: 'الدعوة لصفة أخرى غير التي طُلبت. ولم يُطلب من أحد إدخالك.',
    next: 'اطلب دعوة أُنشئت لهذا: لعقدة الذكاء الاصطناعي دعوة أُنشئت بـ ‎--role ai‎.',
  },
  INVITE_OTHER_ACCOUNT: {
    message: 'يُدخل الرابط أجهزة حساب آخر.',
    next: 'أنشئ رابط جهاز على جهاز للحساب الذي استُعيد منه هذا الملف الشخصي.',
  },
  NOBODY_IN_CHARGE: {
    message: 'لا أحد مسؤول هنا يستطيع النظر في بلاغ.',
    next: 'احظر الشخص، أو غادر.',
  },
  REPORT_CLOSED: { message: 'بُتّ في البلاغ من قبل.', next: 'انظر ما آل إليه.' },
  APPEALED_ALREADY: {
    message: 'سبق أن اعترضت على هذا القرار.',
    next: 'انتظر ما يقوله مسؤول آخر، فقوله هو النافذ.',
  },
  NOBODY_ELSE_IN_CHARGE: { message: 'لا مسؤول هنا غير من اتخذ القرار.', next: 'تحدّث إليه.' },
  DEVICE_NEWER: {
    message: 'أُضيف ذلك الجهاز بعد هذا الجهاز، ولا يُخرجه إلا جهاز أُضيف بعده.',
    next: 'استعد الحساب بعبارة الاسترداد على جهاز آخر أو في ملف آخر هنا، وأدخِله برابط جهاز من هنا، ثم أخرِج الجهاز المفقود من هناك.',
  },
  OWN_DEVICE: { message: 'هذا هو الجهاز الذي تستخدمه.', next: 'أخرجه من جهاز آخر لك.' },
  ALREADY_MEMBER: { message: 'هذا الحساب في تلك المساحة من قبل.', next: 'افتح المساحة.' },
  NOT_A_MEMBER: { message: 'ليس هذا الحساب عضوًا في تلك المساحة.', next: 'اطلب رابط دعوة من أحد الأعضاء.' },
  REMOVED_FROM_SPACE: {
    message: 'أُخرج هذا الحساب من المساحة.',
    next: 'يبقى ما كُتب قبل ذلك مقروءًا هنا. اطلب دعوة جديدة من مشرف.',
  },
  INVITE_EXPIRED: { message: 'انتهت مدة الدعوة.', next: ASK_NEW },
  INVITE_REVOKED: { message: 'سُحبت الدعوة.', next: ASK_NEW },
} as const satisfies Partial<ErrorTexts>;

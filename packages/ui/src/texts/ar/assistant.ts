/** عُقد الذكاء الاصطناعي والضيوف والروبوتات. */
export const ASSISTANT = {
  'ai.answering': '{name} يكتب إجابة…',
  'ai.by': 'كتبه نموذج:',
  'ai.sources':
    '{count, plural, zero {بلا رسائل} one {من هذه الرسالة:} two {من هاتين الرسالتين:} few {من هذه الرسائل:} many {من هذه الرسائل:} other {من هذه الرسائل:}}',
  'ai.second': 'إجابة ثانية عن هذا',
  'ai.second.show': 'عرضها',
  'ai.source': 'اذهب إلى الرسالة {number} التي استند إليها',
  'trust.line.with':
    '{count, plural, =0 {يقرأ هذا الأعضاء و{names}} zero {يقرأ هذا الأعضاء و{names}} one {لا يقرأ هذا غيرك و{names}} two {لا يقرأ هذا إلا العضوان و{names}} few {لا يقرأ هذا إلا الأعضاء الـ# و{names}} many {لا يقرأ هذا إلا الأعضاء الـ# و{names}} other {لا يقرأ هذا إلا الأعضاء الـ# و{names}}}',

  'admit.title': 'الضيوف وعُقد الذكاء الاصطناعي والروبوتات هنا',
  'admit.nobody':
    'يمكن هنا قبول من في المساحة من ضيوف وعُقد ذكاء اصطناعي وروبوتات في هذه القناة. يأتون برابط دعوة يحدّد ذلك، يُنشأ في لوحة الإدارة (الإعدادات، الإضافات) أو بالأمر ./plexi invite create --role.',
  'admit.person': '{name}، {role}',
  'admit.who': 'اقبل في هذه القناة',
  'admit.long': 'إلى متى',
  'admit.days':
    '{days, plural, zero {# يوم} one {يوم واحد} two {يومان} few {# أيام} many {# يومًا} other {# يوم}}',
  'admit.open': 'حتى ينهيه أحد',
  'admit.until': 'حتى {date}',
  'admit.ended': 'انتهت مدته',
  'admit.history': 'مع ما كُتب من قبل',
  'admit.history.hint': 'وإلا فلا يُقرأ إلا ما يُكتب من الآن.',
  'admit.with.history': 'يقرأ ما كُتب من قبل أيضًا',
  'admit.ahead': 'يقرأ ما كُتب منذئذ',
  'admit.what':
    'يرى كل من هنا بالاسم أنه يقرأ معهم. وحين ينتهي ذلك تتغيّر المفاتيح فورًا، ويبقى ما قُرئ حتى ذلك الحين مقروءًا.',
  'admit.do': 'اقبل',
  'admit.end': 'أنهِ',
} as const;

/** قناةً قناة: ما حُفظ وأين، وما ينقص ومن يُفترض أن يكون لديه. */
export const SYNC = {
  'sync.channels': 'القنوات',
  'sync.channel.here': 'هذه القناة',
  'sync.channel.decisions': 'قرارات المساحة',
  'sync.channel.keys': 'مفاتيح المساحة',
  'sync.channel.letters': 'الرسائل الخاصة بالإدارة',
  'sync.channel.settled': 'لا شيء معلّق، ولا شيء ناقص.',
  'sync.channel.pending':
    '{count, plural, zero {لا قيود لك خارج المُرحِّلات.} one {قيد واحد لك ليس على أي مُرحِّل بعد.} two {قيدان لك ليسا على أي مُرحِّل بعد.} few {# قيود لك ليست على أي مُرحِّل بعد.} many {# قيدًا لك ليست على أي مُرحِّل بعد.} other {# قيد لك ليست على أي مُرحِّل بعد.}}',
  'sync.channel.pending.norelay':
    '{count, plural, zero {لا قيود لك خارج الأجهزة الأخرى.} one {قيد واحد لك ليس على أي جهاز آخر بعد.} two {قيدان لك ليسا على أي جهاز آخر بعد.} few {# قيود لك ليست على أي جهاز آخر بعد.} many {# قيدًا لك ليست على أي جهاز آخر بعد.} other {# قيد لك ليست على أي جهاز آخر بعد.}}',
  'sync.channel.lacking':
    '{count, plural, zero {لا قيود معروفة غائبة.} one {قيد واحد معروف ولم يصل بعد.} two {قيدان معروفان ولم يصلا بعد.} few {# قيود معروفة ولم تصل بعد.} many {# قيدًا معروفًا ولم تصل بعد.} other {# قيد معروف ولم تصل بعد.}}',
  'sync.channel.missing':
    '{count, plural, zero {لا قيود بلا كلماتها.} one {قيد واحد وصل بلا كلماته.} two {قيدان وصلا بلا كلماتهما.} few {# قيود وصلت بلا كلماتها.} many {# قيدًا وصلت بلا كلماتها.} other {# قيد وصلت بلا كلماتها.}}',
  'sync.channel.unreadable':
    '{count, plural, zero {لا قيود بانتظار مفتاحها.} one {قيد واحد ينتظر مفتاحه.} two {قيدان ينتظران مفتاحيهما.} few {# قيود تنتظر مفاتيحها.} many {# قيدًا تنتظر مفاتيحها.} other {# قيد تنتظر مفاتيحها.}}',
  'sync.channel.stored': 'وقّعوا أنهم يحفظون ما كتبته هنا',
  'sync.channel.sources': 'يُفترض أن يكون الناقص لديهم',
  'sync.holder.relay': 'المُرحِّل {address}',
  'sync.holder.own': '{name}، جهاز آخر لك',
  'sync.holder.entries': '{entries} من {mine}',
  'sync.holder.connected': 'متصل',
  'sync.holder.away': 'غير متصل',
  'sync.holder.wrote': 'كتبه',
  'sync.holder.signed': 'وقّع عليه',
  'relay.broken': 'ليس لديه ما وقّع أنه حفظه.',
  'relay.broken.channel':
    'مما كتبه {name} في #{channel} وقّع أنه حفظ {promised, plural, zero {لا شيء} one {القيد الأول} two {القيدين الأولين} few {أول # قيود} many {أول # قيدًا} other {أول # قيد}}.',
  'relay.broken.log':
    'من أحد السجلات وقّع أنه حفظ {promised, plural, zero {لا شيء} one {القيد الأول} two {القيدين الأولين} few {أول # قيود} many {أول # قيدًا} other {أول # قيد}}.',
  'relay.broken.lost':
    'وفي {when}، بحسب ساعته، وقّع أن لديه {held, plural, =0 {لا شيء منها} zero {لا شيء منها} one {الأول فقط} two {الأولين فقط} few {أول # منها فقط} many {أول # منها فقط} other {أول # منها فقط}}.',
  'relay.broken.other': 'وفي {when}، بحسب ساعته، وقّع أن شيئًا آخر في ذلك الموضع.',
  'relay.broken.forked': 'وذكر سببًا لذلك: أن لهذا السجل تاريخين. ولا أحد هنا يعرف تاريخًا ثانيًا.',
  'relay.broken.relisted': 'وذكر سببًا لذلك: أن المساحة استغنت عنه مدة ثم أعادته. ولم يحدث ذلك قط.',
  'relay.broken.members': 'لا يستطيع رؤية ذلك إلا أعضاء المساحة، فليس إثباتًا لغيرهم.',
  'relay.broken.explain':
    'نسخة احتياطية مستعادة أو قرص تالف يبدوان كالكذب تمامًا. ما لدى الأعضاء يُرسل إليه من جديد تلقائيًّا؛ وإلى أن يوقّع ثانيةً لا يُعتدّ بتوقيعه القديم.',
  'relay.broken.export': 'عرض الإثبات',
  'relay.broken.proof': 'الإثبات، ويمكن لأي أحد فحصه بالأمر: plexi proof check',
};

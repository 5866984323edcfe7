export const DIRECT = {
  'people.loading': 'جارٍ البحث عن الأشخاص…',
  'people.find': 'البحث عن أشخاص',
  'people.list': 'الأشخاص',
  'people.chosen':
    '{count, plural, zero {لم يُختر أحد بعد} one {اختير شخص واحد} two {اختير شخصان} few {اختير # أشخاص} many {اختير # شخصًا} other {اختير # شخص}}، بحد أقصى {most}.',
  'people.none': 'لا أحد غيرك هنا بعد.',
  'people.nobody': 'لا أحد يحمل الاسم «{text}».',

  'empty.private': 'اكتب الرسالة الأولى. لا يستطيع قراءتها إلا من في هذه القناة.',
  'empty.direct': 'اكتب الرسالة الأولى. لا يستطيع قراءتها غيرك وغيرهم.',

  'direct.new': 'رسالة مباشرة جديدة',
  'direct.lead': 'لا يستطيع قراءتها إلا من تختارهم، ولا يُضاف إليها أحد لاحقًا.',
  'direct.open':
    '{count, plural, zero {كتابة} one {الكتابة إليه} two {الكتابة إليهما} few {الكتابة إلى الـ# جميعًا} many {الكتابة إلى الـ# جميعًا} other {الكتابة إلى الـ# جميعًا}}',

  'request.title':
    '{count, plural, zero {لا توجد طلبات} one {طلب محادثة واحد} two {طلبا محادثة} few {# طلبات محادثة} many {# طلب محادثة} other {# طلب محادثة}}',
  'request.show': 'طلبات المحادثة',
  'request.lead': 'تجمعك بهؤلاء مساحة ولم تتحدثوا من قبل. لا يرون ما إذا كنت قد قرأت هذا.',
  'request.none': 'لا أحد ينتظر جوابًا.',
  'request.with': 'مع {names}',
  'request.silent': 'لم يُكتب شيء بعد.',
  'request.accept': 'قبول',
  'request.decline': 'رفض',
  'request.block': 'حظر',
  'request.block.name': 'حظر {name}',
  'request.block.sure': 'حظر {name} نهائيًا؟',
  'request.block.what':
    'يزول الطلب ولا يُعرض عليك بعد ذلك شيء مما يكتبه. لن يُخبَر بذلك. يمكنك التراجع عنه في الإعدادات.',

  'private.toggle': 'خاصة',
  'private.hint': 'لا يستطيع قراءتها إلا من تضيفهم، ولا يظهر لغيرهم أنها موجودة.',
  'private.who': 'من فيها',
  'private.people':
    '{count, plural, zero {لا أحد في هذه القناة} one {شخص واحد في هذه القناة} two {شخصان في هذه القناة} few {# أشخاص في هذه القناة} many {# شخصًا في هذه القناة} other {# شخص في هذه القناة}}',
  'private.lead': 'لا يستطيع قراءتها غيرهم، ولا يرى بقية أعضاء {space} أنها موجودة.',
  'private.add': 'إضافة أشخاص',
  'private.add.title': 'إضافة أشخاص إلى {channel}',
  'private.add.what': 'يستطيعون أيضًا قراءة كل ما كُتب هنا من قبل.',
  'private.add.done':
    '{count, plural, zero {إضافة} one {إضافة شخص واحد} two {إضافة شخصين} few {إضافة # أشخاص} many {إضافة # شخصًا} other {إضافة # شخص}}',
  'private.added':
    '{count, plural, zero {لم يُضف أحد} one {أُضيف شخص واحد} two {أُضيف شخصان} few {أُضيف # أشخاص} many {أُضيف # شخصًا} other {أُضيف # شخص}} إلى {channel}.',
  'private.remove.title': 'إخراج {name} من {channel}؟',
  'private.remove.what':
    'يحتفظ {name} بما على أجهزته ولا يقرأ شيئًا مما يُكتب من الآن فصاعدًا، ويبقى عضوًا في المساحة. يمكنك إضافته مرة أخرى.',
  'private.removed': 'أُخرج {name} من {channel}.',
};

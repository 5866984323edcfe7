/** The list of reminders, each with a way to cancel it. */
const TEXTS = {
  en: {
    title: 'Reminders',
    empty: 'No reminders. Type /remind me in 20 minutes to stretch in any channel.',
    cancel: 'Cancel',
    cancelOf: 'Cancel: ',
    cancelled: 'Cancelled.',
    me: 'for you',
  },
  ar: {
    title: 'التذكيرات',
    empty: 'لا تذكيرات. اكتب في أي قناة: ‎/remind‎ بعد 20 دقيقة أن أستريح.',
    cancel: 'إلغاء',
    cancelOf: 'إلغاء: ',
    cancelled: 'أُلغي.',
    me: 'لك',
  },
};

let language = 'en';
let shown = [];
const element = (id) => document.getElementById(id);
const texts = () => TEXTS[language.split('-')[0]] ?? TEXTS.en;

const row = ({ id, at, text, name }) => {
  const item = document.createElement('li');
  const words = document.createElement('span');
  words.className = 'text';
  words.dir = 'auto';
  words.textContent = text;
  const when = document.createElement('span');
  when.className = 'when';
  const time = new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeStyle: 'short' }).format(at);
  when.textContent = `${time} · ${name === undefined ? texts().me : `#${name}`}`;
  const button = document.createElement('button');
  button.type = 'button';
  button.textContent = texts().cancel;
  button.setAttribute('aria-label', `${texts().cancelOf}${text}`);
  button.addEventListener('click', () => {
    plexi.ask('cancel', { id }).then(
      () => {
        element('said').textContent = texts().cancelled;
      },
      (error) => {
        element('said').textContent = error.message;
      },
    );
  });
  item.append(words, when, button);
  return item;
};

const draw = () => {
  document.title = texts().title;
  element('empty').textContent = texts().empty;
  element('empty').hidden = shown.length > 0;
  element('list').replaceChildren(...shown.map(row));
};
const take = ({ reminders }) => {
  shown = reminders;
  draw();
};

plexi.onLook((look) => {
  language = look.language;
  draw();
});
plexi.onTell(take);
plexi.ask('list').then(take, (error) => {
  element('said').textContent = error.message;
});

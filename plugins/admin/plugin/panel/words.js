/** Words in the person's language, with what is filled in kept apart from the direction around it. */
const TEXTS = { en: TEXTS_EN, ar: TEXTS_AR };
let language = 'en';

const isolate = (value) =>
  typeof value === 'number' ? new Intl.NumberFormat(language).format(value) : `\u2068${value}\u2069`;

/** The text of `key`; one with several forms is chosen by `values.count`. */
const say = (key, values = {}) => {
  const table = TEXTS[language.split('-')[0]] ?? TEXTS.en;
  const found = table[key] ?? key;
  const text =
    typeof found === 'string'
      ? found
      : (found[new Intl.PluralRules(language).select(values.count)] ?? found.other);
  return text.replace(/\{(\w+)\}/g, (_, name) => isolate(values[name] ?? '?'));
};

const has = (key) => key in TEXTS.en;
const sayTime = (time) =>
  new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeStyle: 'short' }).format(new Date(time));
const sayList = (items) => new Intl.ListFormat(language).format(items.map(isolate));
const sayRole = (role) => say(`role.${role}`);
const sayError = ({ message, next }) => [message || say('failed'), next].filter(Boolean).join(' ');

/** The few parts that every view is made of. */

/** Adds to it: a view by name, each giving what it shows. */
const VIEWS = {};

/** An element; `on…` are listeners, `text` its words, other fields attributes, `undefined` and `false` none. */
const make = (tag, fields = {}, ...children) => {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(fields)) {
    if (value === undefined || value === false) continue;
    if (name.startsWith('on')) node.addEventListener(name.slice(2), value);
    else if (name === 'text') node.textContent = value;
    else node.setAttribute(name, value === true ? '' : value);
  }
  node.append(...children.flat().filter((child) => child !== undefined && child !== ''));
  return node;
};

const part = (title, ...children) =>
  make('section', { class: 'part' }, make('h2', { text: title }), ...children);
const empty = (text) => make('p', { class: 'empty', text });
const line = (text, kind) => make('p', { class: kind, text });
const badge = (text, kind) => make('span', { class: `badge ${kind ?? ''}`, text });

/** A button; `of` is said behind its words to those who do not see what it stands beside. `key` finds it again after a change. */
const button = (text, { of, key, onclick, kind, pressed, expanded }) =>
  make('button', {
    type: 'button',
    class: kind,
    text,
    'data-key': key,
    'aria-label': of === undefined ? undefined : `${text}: ${of}`,
    'aria-pressed': pressed === undefined ? undefined : String(pressed),
    'aria-expanded': expanded === undefined ? undefined : String(expanded),
    onclick,
  });

/** A button that opens and closes what `load` gives, and where it is shown. */
const opener = (text, { of, key, load }) => {
  const shown = make('div');
  const toggle = button(text, {
    of,
    key,
    expanded: false,
    onclick: async () => {
      const isShown = toggle.getAttribute('aria-expanded') === 'true';
      toggle.setAttribute('aria-expanded', String(!isShown));
      if (isShown) return shown.replaceChildren();
      shown.replaceChildren(line(say('loading'), 'soft'));
      try {
        shown.replaceChildren(await load());
      } catch (error) {
        shown.replaceChildren(line(sayError(error), 'warn'));
      }
    },
  });
  return { toggle, shown };
};

/** One thing in a list: its name, what is said of it, and what can be done. */
const card = ({ title, badges = [], lines = [], buttons = [], more = [] }) =>
  make(
    'li',
    {},
    make('div', { class: 'head' }, make('bdi', { class: 'name', text: title }), ...badges),
    ...lines.filter(Boolean).map((text) => line(text, 'soft')),
    ...more,
    buttons.filter(Boolean).length === 0 ? '' : make('div', { class: 'buttons' }, ...buttons.filter(Boolean)),
  );
const cards = (items, none) =>
  items.length === 0 ? empty(none) : make('ul', { class: 'cards' }, ...items.map(card));

/** Ranks, the higher the more. Of scoped roles there is none. */
const RANKS = { member: 1, moderator: 2, admin: 3, owner: 4 };
const rankOf = (role) => RANKS[role] ?? 0;
const isScoped = (role) => role === 'guest' || role === 'ai' || role === 'bot';

const HOUR_MS = 3600_000;
const ENDS = { hour: HOUR_MS, day: 24 * HOUR_MS, week: 7 * 24 * HOUR_MS, month: 30 * 24 * HOUR_MS };
/** A choice of how long. */
const endField = (names) => ({
  name: 'until',
  label: say('field.until'),
  options: [...names, 'never'].map((name) => [name, say(`until.${name}`)]),
});
/** When that ends, as operations take it: nothing where it does not. */
const endOf = (chosen) =>
  ENDS[chosen] === undefined ? {} : { until: new Date(Date.now() + ENDS[chosen]).toISOString() };

/** The admin panel: a space, its views as tabs, and one place that draws. */
const ORDER = ['overview', 'members', 'invites', 'channels', 'nodes', 'reports', 'audit'];

/** Where the panel is open, and as whom. */
const here = { id: undefined, name: '', role: undefined, own: { name: '' } };
let current = 'overview';
let drawing = 0;
let underWay = 0;
/** How what was done last went. */
let saying = '';

const element = (id) => document.getElementById(id);
const call = async (operation, input = {}) => plexi.call(operation, { space: here.id, ...input });

/** What gets the focus when somebody comes back to the panel. */
let owed;

/** Puts the focus back on what has that key, else on the view; not away from the app while somebody works there. */
const focusOn = (key) => {
  owed = undefined;
  if (key === undefined || document.querySelector('dialog') !== null) return;
  if (!document.hasFocus()) {
    owed = key;
    return;
  }
  const found = document.querySelector(`[data-key="${CSS.escape(key)}"]`);
  (found ?? element('view')).focus();
};

window.addEventListener('focus', () => focusOn(owed));

const drawTabs = () => {
  const tabs = element('tabs');
  const hadFocus = document.hasFocus() && tabs.contains(document.activeElement);
  tabs.setAttribute('aria-label', say('tabs'));
  tabs.replaceChildren(
    ...ORDER.map((view) =>
      make('button', {
        type: 'button',
        role: 'tab',
        id: `tab-${view}`,
        text: say(`tab.${view}`),
        'aria-selected': String(view === current),
        'aria-controls': 'view',
        tabindex: view === current ? '0' : '-1',
        onclick: () => void choose(view),
      }),
    ),
  );
  element('view').setAttribute('aria-labelledby', `tab-${current}`);
  if (hadFocus) element(`tab-${current}`).focus();
};

/** Whether somebody is in the middle of reading or deciding. */
const isBusy = () =>
  document.querySelector('dialog') !== null ||
  element('view').querySelector('[aria-expanded="true"], #link, #verified:not(:empty)') !== null;

/** Draws the view anew, says `said`, and puts the focus back where it was; not `unless` that holds by then. */
const show = async (said = '', key = undefined, unless = () => false) => {
  const turn = ++drawing;
  underWay++;
  saying = said;
  let nodes;
  try {
    const [space, members] = await Promise.all([call('space.show'), call('member.list')]);
    here.name = space.name;
    here.own = members.find(({ self }) => self) ?? { name: '' };
    here.role = here.own.role ?? space.role;
    nodes = await VIEWS[current]();
  } catch (error) {
    nodes = [
      make('p', { class: 'failure', role: 'alert', text: sayError(error) }),
      make('div', { class: 'buttons' }, button(say('again'), { key: 'again', onclick: () => void show() })),
    ];
  }
  underWay--;
  if (turn !== drawing || unless()) return;
  element('title').textContent = say('title', { space: here.name });
  element('view').removeAttribute('aria-busy');
  element('view').replaceChildren(...nodes.filter((node) => node !== ''));
  // Not before what it is about is there.
  element('said').textContent = saying;
  focusOn(key);
};

const choose = async (view) => {
  const cameFrom = element('view').contains(document.activeElement);
  current = view;
  drawTabs();
  element('said').textContent = '';
  element('view').setAttribute('aria-busy', 'true');
  element('view').replaceChildren(line(say('loading'), 'soft'));
  await show('', cameFrom ? '' : undefined);
};

const drawAll = () => {
  document.title = say('name');
  drawTabs();
  if (here.id === undefined) {
    element('title').textContent = say('name');
    element('view').replaceChildren(empty(say('nowhere')));
  } else void choose(current);
};

element('tabs').addEventListener('keydown', (event) => {
  const isForward = event.key === (document.documentElement.dir === 'rtl' ? 'ArrowLeft' : 'ArrowRight');
  const isBack = event.key === (document.documentElement.dir === 'rtl' ? 'ArrowRight' : 'ArrowLeft');
  const at = ORDER.indexOf(current);
  const next =
    { Home: 0, End: ORDER.length - 1 }[event.key] ?? (isForward ? at + 1 : isBack ? at - 1 : undefined);
  if (next === undefined) return;
  event.preventDefault();
  void choose(ORDER[(next + ORDER.length) % ORDER.length]);
});

plexi.onLook((look) => {
  const isSame =
    language === look.language && here.id === look.space && element('tabs').childElementCount > 0;
  language = look.language;
  here.id = look.space;
  if (!isSame) drawAll();
});

/** Something changed: drawn anew, unless somebody is in the middle of reading or deciding. */
let waiting;
const drawLater = () => {
  clearTimeout(waiting);
  waiting = setTimeout(() => {
    // What was asked for is drawn first.
    if (underWay > 0) drawLater();
    else if (!isBusy()) void show(saying, document.activeElement?.dataset?.key ?? owed, isBusy);
  }, 400);
};
plexi.onTell(({ space }) => {
  if (here.id !== undefined && (space === undefined || space === here.id)) drawLater();
});

/** What owners vote to undo: what that comes to is said before anybody votes. */

const FALLS_SHOWN = 3;

/** How many these are, and a line for each of the first. */
const sayDecisions = (key, decisions) => {
  const more = decisions.length - FALLS_SHOWN;
  if (decisions.length === 0) return [];
  return [
    say(key, { count: decisions.length }),
    ...decisions.slice(0, FALLS_SHOWN).map((decision) => `• ${sayDecision(decision)}`),
    ...(more > 0 ? [`• ${say('undoing.more', { count: more })}`] : []),
  ];
};

/** What it comes to, a line each. */
const undoingLines = ({ falls, returns, channels, carried }) => [
  ...sayDecisions(carried ? 'undoing.fell' : 'undoing.falls', falls),
  ...sayDecisions('undoing.returns', returns),
  ...(channels.length === 0
    ? []
    : [say('undoing.channels', { channels: sayList(channels.map((name) => `#${name}`)) })]),
];

const namesOfWhose = ({ whose }) =>
  whose.length === 0 ? say('somebody') : sayList(whose.map(({ name }) => name));

/** Asks for a vote on it; what others voted for already is taken as it is. */
const voteToUndo = async (decision, isMoved) => {
  const ask = (more) => call('owner.undo', { decision, ...more });
  const [all, one] = await Promise.all([
    ask({ preview: true }),
    isMoved ? undefined : ask({ preview: true, device: true }),
  ]);
  const names = namesOfWhose(all);
  const isNarrower = one !== undefined && one.falls.length < all.falls.length;
  act({
    title: say('undoing.title', { names }),
    fields: isMoved
      ? []
      : [
          ...(isNarrower ? [{ name: 'device', label: say('undoing.device'), type: 'checkbox' }] : []),
          { name: 'wrote', label: say('undoing.wrote'), type: 'checkbox' },
        ],
    what: ({ device = false, wrote = false }) =>
      [
        say('undoing.what', { names, count: all.needed }),
        ...undoingLines(device ? one : all),
        wrote ? say('undoing.what.wrote', { names }) : '',
        say('undoing.lasts'),
      ]
        .filter(Boolean)
        .join('\n'),
    undo: say('undoing.undo'),
    confirm: say('owner.vote'),
    danger: true,
    run: async ({ device = false, wrote = false }) => {
      const { carried } = await ask(isMoved ? {} : { device, wrote });
      return say(carried ? 'undoing.done' : 'owner.voted');
    },
  });
};

const undoingCard = (undoing) => {
  const { decision, by, needed, own, carried } = undoing;
  const names = namesOfWhose(undoing);
  return {
    title: say(carried ? 'undoing.carried' : 'undoing.motion', { names }),
    badges: carried ? [] : [badge(say('overview.serious'), 'bad')],
    lines: [
      say('overview.votes', { count: by.length, needed, names: sayList(by.map(({ name }) => name)) }),
      ...undoingLines(undoing),
      carried ? say('undoing.lasts') : say('undoing.waits'),
    ],
    buttons: [
      here.role === 'owner' &&
        !own &&
        !carried &&
        button(say('undoing.vote'), {
          of: names,
          key: `undo-${decision}`,
          onclick: () => voteToUndo(decision, true),
        }),
    ],
  };
};

/** On a decision in the log: of somebody else's, that may still be undone. */
const undoButton = (decision) =>
  here.role === 'owner' &&
  decision.standing === 'provisional' &&
  decision.by !== here.own.account &&
  !['checkpoint.sign', 'owners.undo'].includes(decision.type) &&
  button(say('undoing.open'), {
    of: sayDecision(decision),
    key: `undo-${decision.id}`,
    onclick: () => voteToUndo(decision.id, false),
  });

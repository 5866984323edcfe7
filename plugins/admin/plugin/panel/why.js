/** Why a decision counts, and why somebody may what they may. */

/** A decision as a sentence. */
const sayDecision = ({ type, byName, accountName, channelName, role, until, plugin }) => {
  const named = `act.${type}${type === 'role.grant' || accountName !== undefined || !has(`act.${type}.bare`) ? '' : '.bare'}`;
  const sentence = say(has(named) ? named : 'act.unknown', {
    by: byName === '?' ? say('somebody') : byName,
    account: accountName ?? say('somebody'),
    channel: channelName === undefined ? say('somewhere') : `#${channelName}`,
    role: role === undefined ? '' : sayRole(role),
    plugin: plugin ?? '',
    type,
  });
  return until === undefined ? sentence : `${sentence} · ${say('ends', { time: sayTime(until) })}`;
};

/** In the person's language where it is known, else as the protocol says it. */
const reasonLine = (reason, lead = say('audit.because')) => {
  const known = language.startsWith('ar') ? REASONS_AR[reason] : undefined;
  const words =
    known === undefined
      ? make('bdi', { lang: 'en', dir: 'ltr', text: reason })
      : make('span', { text: known });
  return make('p', { class: 'warn' }, `${lead} `, words);
};

/** What something rests on. */
const chainNodes = (chain) => [
  chain.length === 0 ? line(say('why.first'), 'soft') : line(say('why.rests'), 'soft'),
  make(
    'ol',
    {},
    ...chain.map((decision) =>
      make('li', {}, line(sayDecision(decision)), line(sayTime(decision.time), 'soft')),
    ),
  ),
];

const whyNode = ({ allowed, needs, reason, chain }) =>
  make(
    'div',
    { class: 'evidence' },
    line(allowed ? say('why.counts') : say('why.void'), allowed ? 'good' : 'warn'),
    reason === undefined ? '' : reasonLine(reason),
    needs === undefined ? '' : line(say('why.needs', { role: sayRole(needs) }), 'soft'),
    ...chainNodes(chain),
  );

/** What is looked at, from what everybody may to what few do. */
const RIGHTS = [
  'write',
  'channel.archive',
  'member.mute',
  'invite.create',
  'member.remove',
  'role.grant',
  'plugin.grant',
];

const rightNode = ({ right, allowed, needs, reason }, where) =>
  make(
    'li',
    {},
    line(
      say(allowed ? 'right.may' : 'right.not', { what: say(`right.${right}`, { channel: where }) }),
      allowed ? 'good' : undefined,
    ),
    allowed || right !== 'write' || reason === undefined ? '' : reasonLine(reason, say('right.because')),
    allowed || needs === undefined ? '' : line(say('why.needs', { role: sayRole(needs) }), 'soft'),
  );

/** What a member may do, and which decisions that rests on. */
const rightsOf = async ({ account }, channels) => {
  const [first] = channels;
  const asked = RIGHTS.filter((right) => right !== 'write' || first !== undefined);
  const answers = await Promise.all(
    asked.map(async (right) => {
      const where = right === 'write' ? { channel: first.id } : {};
      return { right, ...(await call('governance.why', { decision: account, may: right, ...where })) };
    }),
  );
  const { chain } = answers.at(-1);
  return make(
    'div',
    { class: 'evidence' },
    make('ul', {}, ...answers.map((answer) => rightNode(answer, `#${first?.name}`))),
    ...chainNodes(chain),
  );
};

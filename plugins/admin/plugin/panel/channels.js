/** Channels: whom they admit beyond the members, how long messages stay, and their end. */

/** Ends what a channel admits. */
const dismiss = ({ account, name, channel, channelName, role }) =>
  act({
    title: say('dismiss.title', { name }),
    what: () => say('dismiss.what', { name, role: sayRole(role), channel: `#${channelName}` }),
    undo: say('undo.dismiss'),
    confirm: say('dismiss.do'),
    danger: true,
    run: async () => {
      await call('channel.dismiss', { channel, name: account });
      return say('dismiss.done', { name, channel: `#${channelName}` });
    },
  });

/** Has a channel admit somebody who reads only where admitted. */
const admit = (members, channels) =>
  act({
    title: say('admit.title'),
    fields: [
      {
        name: 'name',
        label: say('admit.who'),
        options: members.map(({ account, name, role }) => [account, `${name} (${sayRole(role)})`]),
      },
      {
        name: 'channel',
        label: say('admit.where'),
        options: channels.map(({ id, name }) => [id, `#${name}`]),
      },
      { name: 'history', label: say('admit.history'), type: 'checkbox', value: false },
      endField(['day', 'week', 'month']),
    ],
    what: ({ name, channel, history, until }) =>
      [
        say('admit.what', {
          name: members.find(({ account }) => account === name)?.name,
          channel: `#${channels.find(({ id }) => id === channel)?.name}`,
        }),
        say(history ? 'admit.before' : 'admit.onwards'),
        say(`until.said.${until}`),
      ].join(' '),
    undo: ({ history }) => say(history ? 'undo.admit.history' : 'undo.admit'),
    confirm: say('admit.do'),
    run: async ({ name, channel, history, until }) => {
      const admission = await call('channel.admit', { name, channel, history, ...endOf(until) });
      return say('admit.done', { name: admission.name, channel: `#${admission.channelName}` });
    },
  });

const admissionCard = (admission) => {
  const { account, name, role, channel, channelName, history, until, ended, by } = admission;
  return {
    title: name,
    badges: [badge(sayRole(role)), ended && badge(say('ended'), 'warn')].filter(Boolean),
    lines: [
      say('admission.in', { channel: `#${channelName}`, by }),
      say(history ? 'admission.history' : 'admission.onwards'),
      until === undefined ? say('ends.never') : say('ends', { time: sayTime(until) }),
    ],
    buttons: [
      rankOf(here.role) >= RANKS.moderator &&
        button(say('dismiss.open'), {
          of: say('of.in', { name, channel: `#${channelName}` }),
          key: `dismiss-${account}-${channel}`,
          onclick: () => dismiss(admission),
          kind: 'quiet-danger',
        }),
    ],
  };
};

{
  const STAYS = [
    ['0', 'retain.forever'],
    ['86400', 'until.day'],
    ['604800', 'until.week'],
    ['2592000', 'until.month'],
    ['31536000', 'until.year'],
  ];
  const sayStay = (seconds) => {
    const known = STAYS.find(([value]) => value === String(seconds));
    return known === undefined ? say('retain.days', { count: Math.ceil(seconds / 86_400) }) : say(known[1]);
  };

  const retain = ({ id, name, retention = 0 }) =>
    act({
      title: say('retain.title', { channel: `#${name}` }),
      fields: [
        {
          name: 'seconds',
          label: say('retain.field'),
          options: STAYS.map(([value, key]) => [value, say(key)]),
          value: String(retention),
        },
      ],
      what: ({ seconds }) =>
        seconds === '0'
          ? say('retain.what.forever', { channel: `#${name}` })
          : say('retain.what', { channel: `#${name}`, stay: sayStay(seconds) }),
      undo: say('undo.retain'),
      confirm: say('retain.do'),
      run: async ({ seconds }) => {
        await call('channel.retain', { channel: id, seconds: Number(seconds) });
        return say('retain.done', { channel: `#${name}` });
      },
    });

  const archive = ({ id, name }) =>
    act({
      title: say('archive.title', { channel: `#${name}` }),
      what: () => say('archive.what', { channel: `#${name}` }),
      undo: say('undo.never'),
      confirm: say('archive.do'),
      danger: true,
      run: async () => {
        await call('channel.archive', { channel: id });
        return say('archive.done', { channel: `#${name}` });
      },
    });

  /** How closely something is looked for, and what about it. */
  const CHOICES = ['off', 'careful', 'careful-hide', 'strict', 'strict-hide'];
  const choiceOf = ({ level, action }) =>
    level === 'off' ? 'off' : action === 'hide' ? `${level}-hide` : level;
  const sayLabels = (labels) => sayList(labels.map((label) => say(`label.${label}`)));

  /** What a policy does, a sentence for each thing that it does to anything. */
  const sayPolicy = (choices) => {
    const labels = Object.keys(choices);
    const hidden = labels.filter((label) => choices[label].endsWith('-hide'));
    const off = labels.filter((label) => choices[label] === 'off');
    const shown = labels.filter((label) => !hidden.includes(label) && !off.includes(label));
    return [
      hidden.length > 0 && say('policy.hides', { labels: sayLabels(hidden) }),
      shown.length > 0 && say('policy.shows', { labels: sayLabels(shown) }),
      off.length > 0 && say('policy.off', { labels: sayLabels(off) }),
    ]
      .filter(Boolean)
      .join(' ');
  };
  const choicesIn = ({ rules }) => Object.fromEntries(rules.map((rule) => [rule.label, choiceOf(rule)]));

  const moderate = ({ id, name }, policy) => {
    const before = choicesIn(policy);
    return act({
      title: say('policy.title', { channel: `#${name}` }),
      fields: policy.rules.map(({ label }) => ({
        name: label,
        label: say(`label.${label}`),
        options: [...new Set([...CHOICES, before[label]])].map((choice) => [choice, say(`choice.${choice}`)]),
        value: before[label],
      })),
      what: (choices) =>
        `${say('policy.what', { channel: `#${name}` })} ${sayPolicy(
          Object.fromEntries(policy.rules.map(({ label }) => [label, choices[label]])),
        )}`,
      undo: say('undo.policy'),
      confirm: say('policy.do'),
      run: async (choices) => {
        const labels = policy.rules.map(({ label }) => label);
        const levels = labels.flatMap((label) => {
          const [level] = choices[label].split('-');
          return choices[label] === before[label] || level === 'own' ? [] : [[label, level]];
        });
        const hide = labels.filter((label) => choices[label].endsWith('-hide'));
        await call('channel.moderate', {
          channel: id,
          ...Object.fromEntries(levels),
          hide: hide.length === 0 ? ['none'] : hide,
        });
        return say('policy.done', { channel: `#${name}` });
      },
    });
  };

  const channelCard = (channel, admissions, policies) => {
    const { id, name, archived, retention, messages } = channel;
    const isPrivate = channel.private === true;
    const admitted = admissions.filter((one) => one.channel === id && !one.ended);
    const policy = policies.get(id);
    const may = rankOf(here.role) >= RANKS.moderator && archived !== true;
    const of = `#${name}`;
    return {
      title: of,
      badges: [archived && badge(say('archived')), isPrivate && badge(say('private'))].filter(Boolean),
      lines: [
        say('channel.messages', { count: messages }),
        say('channel.stay', { stay: sayStay(retention ?? 0) }),
        isPrivate
          ? say('channel.private')
          : admitted.length === 0
            ? say('channel.admits.nobody')
            : say('channel.admits', { names: sayList(admitted.map((one) => one.name)) }),
        policy !== undefined && sayPolicy(choicesIn(policy)),
      ],
      buttons: [
        may && button(say('retain.open'), { of, key: `retain-${id}`, onclick: () => retain(channel) }),
        policy?.mayChange === true &&
          archived !== true &&
          button(say('policy.open'), { of, key: `policy-${id}`, onclick: () => moderate(channel, policy) }),
        may &&
          button(say('archive.open'), {
            of,
            key: `archive-${id}`,
            onclick: () => archive(channel),
            kind: 'quiet-danger',
          }),
      ],
    };
  };

  VIEWS.channels = async () => {
    const [channels, admissions, members] = await Promise.all([
      call('channel.list', { archived: true }),
      call('channel.admissions'),
      call('member.list'),
    ]);
    const policies = new Map(
      await Promise.all(
        channels.map(async ({ id }) => [
          id,
          await call('channel.policy', { channel: id }).catch(() => undefined),
        ]),
      ),
    );
    const scoped = members.filter(({ role }) => isScoped(role));
    const open = channels.filter((channel) => channel.private !== true && channel.archived !== true);
    const mayAdmit = rankOf(here.role) >= RANKS.moderator && scoped.length > 0 && open.length > 0;
    return [
      part(
        say('channels.all', { count: channels.length }),
        cards(
          channels.map((channel) => channelCard(channel, admissions, policies)),
          say('channels.none'),
        ),
      ),
      part(
        say('channels.admitted'),
        line(say('channels.admitted.lead'), 'soft'),
        cards(admissions.map(admissionCard), say('channels.admitted.none')),
        mayAdmit
          ? make(
              'div',
              { class: 'buttons' },
              button(say('admit.open'), { key: 'admit', onclick: () => admit(scoped, open) }),
            )
          : '',
      ),
    ];
  };
}

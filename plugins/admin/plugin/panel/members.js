/** Members, what each may do, and who may not speak or come back. */

/** A vote of an owner on who else is one. */
const voteOn = (operation, { account, name }) => {
  const kind = operation === 'owner.add' ? 'add' : 'drop';
  act({
    title: say(`owner.${kind}.title`, { name }),
    what: () => say(`owner.${kind}.what`, { name }),
    undo: say(`owner.${kind}.undo`),
    confirm: say('owner.vote'),
    danger: kind === 'drop',
    run: async () => {
      const { owners } = await call(operation, { name: account });
      const isOwner = owners.some((owner) => owner.account === account);
      return say(isOwner === (kind === 'add') ? `owner.${kind}.done` : 'owner.voted', { name });
    },
  });
};

{
  const changeRole = ({ account, name, role }) =>
    act({
      title: say('role.title', { name }),
      fields: [
        {
          name: 'role',
          label: say('role.field'),
          options: ['admin', 'moderator', 'member']
            .filter((one) => one !== role && rankOf(one) < rankOf(here.role))
            .map((one) => [one, sayRole(one)]),
        },
      ],
      what: (values) =>
        `${say(`role.what.${values.role}`, { name })} ${say('role.now', { role: sayRole(role) })}`,
      undo: say('undo.role'),
      confirm: say('role.do'),
      run: async (values) => {
        await call('member.role', { name: account, role: values.role });
        return say('role.done', { name, role: sayRole(values.role) });
      },
    });

  const mute = ({ account, name }, channels) =>
    act({
      title: say('mute.title', { name }),
      fields: [
        {
          name: 'channel',
          label: say('mute.where'),
          options: [
            ['', say('mute.everywhere')],
            ...channels.map(({ id, name: called }) => [id, `#${called}`]),
          ],
        },
        endField(['hour', 'day', 'week']),
      ],
      what: ({ until }) => `${say('mute.what', { name })} ${say(`until.said.${until}`)}`,
      undo: say('undo.mute'),
      confirm: say('mute.do'),
      danger: true,
      run: async ({ channel, until }) => {
        await call('member.mute', { name: account, ...(channel === '' ? {} : { channel }), ...endOf(until) });
        return say('mute.done', { name });
      },
    });

  const remove = ({ account, name }) =>
    act({
      title: say('remove.title', { name }),
      what: () => say('remove.what', { name }),
      undo: say('undo.remove'),
      confirm: say('remove.do'),
      danger: true,
      run: async () => {
        await call('member.remove', { name: account });
        return say('remove.done', { name });
      },
    });

  const ban = ({ account, name }) =>
    act({
      title: say('ban.title', { name }),
      fields: [endField(['day', 'week', 'month'])],
      what: ({ until }) => `${say('ban.what', { name })} ${say(`until.said.${until}`)}`,
      undo: say('undo.ban'),
      confirm: say('ban.do'),
      danger: true,
      run: async ({ until }) => {
        await call('member.ban', { name: account, ...endOf(until) });
        return say('ban.done', { name });
      },
    });

  const lift = ({ account, name, kind, channel }) =>
    act({
      title: say(`lift.${kind}.title`, { name }),
      what: () => say(`lift.${kind}.what`, { name }),
      undo: say(`lift.${kind}.undo`),
      confirm: say('lift.do'),
      run: async () => {
        if (kind === 'ban') await call('member.unban', { name: account });
        else await call('member.unmute', { name: account, ...(channel === undefined ? {} : { channel }) });
        return say('lift.done', { name });
      },
    });

  const memberCard = (member, { channels, owners }) => {
    const { account, name, role, self, canRemove, since } = member;
    const isBelow = !self && rankOf(here.role) > rankOf(role);
    const of = (text, onclick, key, kind) =>
      button(text, { of: name, key: `${key}-${account}`, onclick, kind });
    const mayRank = isBelow && rankOf(here.role) >= RANKS.admin && role !== 'ai' && role !== 'bot';
    const isOwner = owners.owners.some((owner) => owner.account === account);
    const { toggle, shown } = opener(say('rights.open'), {
      of: name,
      key: `rights-${account}`,
      load: async () => rightsOf(member, channels),
    });
    return {
      title: name,
      badges: [
        badge(sayRole(role), rankOf(role) >= RANKS.moderator ? 'strong' : ''),
        self && badge(say('you')),
      ].filter(Boolean),
      lines: [say('member.since', { time: sayTime(since) })],
      more: [shown],
      buttons: [
        toggle,
        mayRank && of(say('role.open'), () => changeRole(member), 'role'),
        isBelow &&
          rankOf(here.role) >= RANKS.moderator &&
          of(say('mute.open'), () => mute(member, channels), 'mute'),
        here.role === 'owner' &&
          !isOwner &&
          !isScoped(role) &&
          of(say('owner.open.add'), () => voteOn('owner.add', member), 'own'),
        here.role === 'owner' &&
          isOwner &&
          owners.owners.length > 1 &&
          of(say('owner.open.drop'), () => voteOn('owner.drop', member), 'own'),
        canRemove && !self && of(say('remove.open'), () => remove(member), 'remove', 'quiet-danger'),
        canRemove && !self && of(say('ban.open'), () => ban(member), 'ban', 'quiet-danger'),
      ],
    };
  };

  const banCard = (held) => {
    const { account, name, kind, channelName, until, by, since } = held;
    return {
      title: name,
      badges: [badge(say(`held.${kind}`), 'bad')],
      lines: [
        say('held.by', { by, time: sayTime(since) }),
        channelName !== undefined && isolate(`#${channelName}`),
        until === undefined ? say('ends.never') : say('ends', { time: sayTime(until) }),
      ],
      buttons: [
        rankOf(here.role) >= (kind === 'ban' ? RANKS.admin : RANKS.moderator) &&
          button(say('lift.open'), { of: name, key: `lift-${kind}-${account}`, onclick: () => lift(held) }),
      ],
    };
  };

  VIEWS.members = async () => {
    const [members, bans, owners, channels] = await Promise.all([
      call('member.list'),
      call('member.bans'),
      call('owner.list'),
      call('channel.list'),
    ]);
    const byRank = [...members].sort(
      (left, right) =>
        rankOf(right.role) - rankOf(left.role) || left.name.localeCompare(right.name, language),
    );
    const open = channels.filter((channel) => channel.private !== true);
    return [
      part(
        say('members.all', { count: members.length }),
        cards(
          byRank.map((member) => memberCard(member, { channels: open, owners })),
          say('members.none'),
        ),
      ),
      part(say('members.held'), cards(bans.map(banCard), say('members.held.none'))),
    ];
  };
}

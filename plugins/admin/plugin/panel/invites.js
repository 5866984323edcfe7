/** Invites: made here, shown once, and withdrawn one by one or all together. */
{
  let last;

  const create = (channels) =>
    act({
      title: say('invite.title'),
      fields: [
        {
          name: 'role',
          label: say('invite.role'),
          options: ['member', 'guest', 'ai', 'bot']
            .filter((role) => role === 'member' || channels.length > 0)
            .map((role) => [role, sayRole(role)]),
        },
        {
          name: 'channel',
          label: say('invite.channel'),
          options: channels.map(({ id, name }) => [id, `#${name}`]),
          hidden: ({ role }) => role === 'member',
        },
        { name: 'uses', label: say('invite.uses'), type: 'number', value: '1', min: '1', max: '1000' },
        { name: 'days', label: say('invite.days'), type: 'number', value: '7', min: '1', max: '365' },
      ],
      what: ({ role, channel, uses, days }) =>
        [
          say('invite.what', { count: Number(uses), role: sayRole(role), space: here.name }),
          say('invite.lives', { count: Number(days) }),
          role === 'member'
            ? say('invite.reads.all')
            : say('invite.reads.channel', {
                channel: `#${channels.find(({ id }) => id === channel)?.name}`,
              }),
        ].join(' '),
      undo: say('undo.invite'),
      confirm: say('invite.do'),
      run: async ({ role, channel, uses, days }) => {
        const admits = role === 'member' ? [] : [channel];
        const made = await call('invite.create', {
          role,
          channel: admits,
          uses: Number(uses),
          days: Number(days),
        });
        last = { ...made, role, space: here.id };
        return say('invite.done');
      },
    });

  const revoke = () =>
    act({
      title: say('invite.revoke.title'),
      what: () => say('invite.revoke.what', { space: here.name }),
      undo: say('undo.revoke'),
      confirm: say('invite.revoke.do'),
      danger: true,
      run: async () => {
        const { revoked } = await call('invite.revoke');
        last = undefined;
        return say('invite.revoked', { count: revoked });
      },
    });

  const revokeOne = (invite) =>
    act({
      title: say('invite.end.title'),
      what: () => say('invite.end.what', { role: sayRole(invite.role), count: invite.uses - invite.used }),
      undo: say('undo.revoke'),
      confirm: say('invite.end.do'),
      danger: true,
      run: async () => {
        await call('invite.revoke', { invite: invite.id });
        last = undefined;
        return say('invite.revoked', { count: 1 });
      },
    });

  const inviteCard = (invite) => {
    const { id, role, channels, uses, used, made, expires, by } = invite;
    const title = sayRole(role);
    return {
      title,
      lines: [
        say('invite.by', { by, time: sayTime(made) }),
        channels.length > 0 &&
          say('invite.into', { names: sayList(channels.map((channel) => `#${channel}`)) }),
        `${say('invite.used', { used, uses })} ${say('ends', { time: sayTime(expires) })}`,
      ],
      buttons: [
        rankOf(here.role) >= RANKS.admin &&
          button(say('invite.end.open'), {
            of: `${title} ${sayTime(made)}`,
            key: `end-${id}`,
            onclick: () => revokeOne(invite),
            kind: 'quiet-danger',
          }),
      ],
    };
  };

  /** What to type where a node is to run. */
  const commandPart = (link) =>
    make(
      'div',
      {},
      line(say('invite.node'), 'soft'),
      make('pre', {
        class: 'command',
        dir: 'ltr',
        tabindex: '0',
        text: `./plexi ai start --model MODEL.gguf --data ./ai --space '${link}'`,
      }),
    );

  const linkPart = ({ link, role, expires, localOnly }) => {
    const field = make('textarea', {
      id: 'link',
      class: 'link',
      readonly: true,
      rows: '4',
      dir: 'ltr',
      onfocus: () => field.select(),
    });
    field.value = link;
    return part(
      say('invite.link'),
      make('label', { for: 'link', text: say('invite.copy') }),
      field,
      line(say('ends', { time: sayTime(expires) }), 'soft'),
      localOnly ? line(say('invite.local'), 'warn') : '',
      role === 'ai' ? commandPart(link) : '',
    );
  };

  VIEWS.invites = async () => {
    const [all, invites] = await Promise.all([call('channel.list'), call('invite.list')]);
    const channels = all.filter((channel) => channel.private !== true);
    const mayInvite = rankOf(here.role) >= RANKS.admin;
    return [
      last?.space === here.id ? linkPart(last) : '',
      part(
        say('invite.make'),
        line(say('invite.lead'), 'soft'),
        mayInvite
          ? make(
              'div',
              { class: 'buttons' },
              button(say('invite.open'), { key: 'invite', kind: 'main', onclick: () => create(channels) }),
            )
          : empty(say('invite.rank')),
      ),
      part(
        say('invite.live'),
        cards(invites.map(inviteCard), say('invite.live.none')),
        mayInvite && invites.length > 1
          ? make(
              'div',
              { class: 'buttons' },
              button(say('invite.revoke.open'), { key: 'revoke', onclick: revoke, kind: 'quiet-danger' }),
            )
          : '',
      ),
    ];
  };
}

/** What needs a decision, and how things stand. */
{
  const SOON_MS = 7 * 24 * HOUR_MS;

  const figure = (label, value) => make('div', {}, make('dt', { text: label }), make('dd', { text: value }));

  const namesOf = (people) => sayList(people.map(({ name }) => name));

  const motionCard = ({ add, drop, by, needed }) => {
    const people = [...add, ...drop];
    const [person] = people;
    const hasVoted = by.some(({ account }) => account === here.own.account);
    const mayVote = here.role === 'owner' && people.length === 1 && !hasVoted;
    return {
      title: say(add.length > 0 ? 'overview.motion.add' : 'overview.motion.drop', { names: namesOf(people) }),
      lines: [say('overview.votes', { count: by.length, needed, names: namesOf(by) })],
      buttons: [
        mayVote &&
          button(say('overview.vote'), {
            of: person.name,
            key: `vote-${person.account}`,
            onclick: () => voteOn(add.length === 1 ? 'owner.add' : 'owner.drop', person),
          }),
      ],
    };
  };

  const settleFork = ({ id, name, channelName }) =>
    act({
      title: say('fork.title'),
      fields: [
        {
          name: 'keep',
          label: say('fork.field'),
          options: [
            ['shown', say('fork.shown')],
            ['none', say('fork.none')],
          ],
        },
      ],
      what: ({ keep }) => say(`fork.what.${keep}`, { name, channel: `#${channelName}` }),
      undo: say('undo.never'),
      confirm: say('fork.do'),
      danger: true,
      run: async ({ keep }) => {
        await call('fork.settle', { fork: id, keep });
        return say('fork.done');
      },
    });

  const isForkOpen = ({ of, named, out }) => (of === 'channel' ? named === undefined : !out);

  const forkCard = (fork) => {
    const { id, of, name, channelName, mayDecide } = fork;
    return {
      title:
        of === 'channel'
          ? say('overview.fork.channel', { name, channel: `#${channelName}` })
          : of === 'governance'
            ? say('overview.fork.log', { name })
            : say('overview.fork.else', { name }),
      lines: [say('overview.fork.next', { name })],
      badges: [badge(say('overview.serious'), 'bad')],
      buttons: [
        mayDecide &&
          button(say('fork.open'), { of: name, key: `fork-${id}`, onclick: () => settleFork(fork) }),
      ],
    };
  };

  const sign = () =>
    act({
      title: say('sign.title'),
      what: () => say('sign.what', { space: here.name }),
      undo: say('undo.never'),
      confirm: say('sign.do'),
      run: async () => {
        const { provisional } = await call('governance.sign');
        return provisional === 0 ? say('sign.final') : say('sign.done');
      },
    });

  VIEWS.overview = async () => {
    const [members, owners, finality, reports, admissions, nodes, sync, forks] = await Promise.all([
      call('member.list'),
      call('owner.list'),
      call('governance.status'),
      call('report.list'),
      call('channel.admissions'),
      call('ai.list'),
      call('sync.status'),
      call('fork.list'),
    ]);
    const open = reports.filter(({ mayDecide, state }) => mayDecide && state === 'open').length;
    const appeals = reports.filter(({ mayReview }) => mayReview).length;
    const soon = admissions.filter(
      ({ until, ended }) => !ended && until !== undefined && Date.parse(until) - Date.now() < SOON_MS,
    );
    const goTo = (view) => ({ key: `go-${view}`, onclick: () => void choose(view) });
    const waiting = [
      open > 0 && {
        title: say('overview.reports', { count: open }),
        buttons: [button(say('overview.look'), { of: say('tab.reports'), ...goTo('reports') })],
      },
      appeals > 0 && {
        title: say('overview.appeals', { count: appeals }),
        buttons: [
          button(say('overview.look'), {
            of: say('overview.appeals', { count: appeals }),
            ...goTo('reports'),
          }),
        ],
      },
      ...owners.motions.map(motionCard),
      ...owners.undoings.filter(({ carried }) => !carried).map(undoingCard),
      ...finality.proposals.map(({ signers, needed, own }) => ({
        title: say('overview.proposal'),
        lines: [say('overview.votes', { count: signers.length, needed, names: sayList(signers) })],
        buttons: [
          here.role === 'owner' && !own && button(say('sign.open'), { key: 'sign-proposal', onclick: sign }),
        ],
      })),
      ...soon.map(({ name, channelName, until }) => ({
        title: say('overview.soon', { name, channel: `#${channelName}` }),
        lines: [say('ends', { time: sayTime(until) })],
        buttons: [button(say('overview.look'), { of: name, ...goTo('channels') })],
      })),
      ...finality.conflicts.map(({ name }) => ({
        title: say('overview.conflict', { name }),
        lines: [say('overview.conflict.next')],
        badges: [badge(say('overview.serious'), 'bad')],
        buttons: [here.role === 'owner' && button(say('sign.open'), { key: 'sign-conflict', onclick: sign })],
      })),
      ...forks.filter(isForkOpen).map(forkCard),
    ].filter(Boolean);
    const carried = owners.undoings.filter((undoing) => undoing.carried).map(undoingCard);
    const undone = carried.length === 0 ? [] : [cards(carried, '')];
    const people = members.filter(({ role }) => !isScoped(role)).length;
    const guests = members.filter(({ role }) => role === 'guest').length;
    return [
      part(say('overview.waiting'), cards(waiting, say('overview.nothing'))),
      part(
        say('overview.figures'),
        make(
          'dl',
          { class: 'figures' },
          figure(say('overview.members'), isolate(people)),
          figure(say('overview.guests'), isolate(guests)),
          figure(
            say('overview.nodes'),
            say('overview.of', { count: nodes.filter(({ online }) => online).length, all: nodes.length }),
          ),
          figure(
            say('overview.relays'),
            say('overview.of', {
              count: sync.relays.filter(({ inSync }) => inSync).length,
              all: sync.relays.length,
            }),
          ),
        ),
      ),
      part(
        say('overview.final'),
        line(
          finality.provisional === 0
            ? say('overview.final.all')
            : say('overview.final.some', { count: finality.provisional }),
        ),
        line(
          finality.version === 0
            ? say('overview.final.never')
            : say('overview.final.last', { version: finality.version, names: sayList(finality.signers) }),
          'soft',
        ),
        here.role === 'owner' &&
          finality.provisional > 0 &&
          finality.proposals.length + finality.conflicts.length === 0
          ? make('div', { class: 'buttons' }, button(say('sign.open'), { key: 'sign', onclick: sign }))
          : '',
        ...undone,
      ),
    ];
  };
}

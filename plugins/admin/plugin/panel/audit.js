/** What was decided, by whom and why it counts; and whether all of it is sound. */

{
  const PAGE = 50;
  const filter = { about: '', void: false, limit: PAGE };

  const decisionCard = (decision) => {
    const { id, time, standing, rank, reason } = decision;
    const { toggle, shown } = opener(say('why.open'), {
      of: sayDecision(decision),
      key: `why-${id}`,
      load: async () => whyNode(await call('governance.why', { decision: id })),
    });
    return {
      title: sayDecision(decision),
      badges: [badge(say(`standing.${standing}`), { final: 'good', provisional: '', void: 'bad' }[standing])],
      lines: [[sayTime(time), rank === undefined ? '' : sayRole(rank)].filter(Boolean).join(' · ')],
      more: [reason === undefined ? '' : reasonLine(reason), shown],
      buttons: [toggle, undoButton(decision)],
    };
  };

  const verify = async () => {
    const place = document.getElementById('verified');
    place.className = 'soft';
    place.textContent = say('verify.under');
    try {
      const { sound, entries, logs, counting, waiting, problems, fingerprint } =
        await call('governance.verify');
      place.className = sound ? 'good' : 'warn';
      const said = sound
        ? [
            say('verify.sound', { count: entries, logs, counting }),
            say('verify.print', { print: fingerprint.slice(0, 16) }),
          ]
        : [
            say('verify.broken', { count: problems.length }),
            problems.map(({ problem }) => problem).join('; '),
          ];
      place.textContent = [...said, waiting > 0 ? say('verify.waiting', { count: waiting }) : '']
        .filter(Boolean)
        .join(' ');
    } catch (error) {
      place.className = 'warn';
      place.textContent = sayError(error);
    }
  };

  VIEWS.audit = async () => {
    const [members, log] = await Promise.all([
      call('member.list'),
      call('governance.log', {
        limit: filter.limit,
        void: filter.void,
        ...(filter.about === '' ? {} : { about: filter.about }),
      }),
    ]);
    const about = make(
      'select',
      {
        id: 'about',
        'data-key': 'about',
        onchange: () => {
          filter.about = about.value;
          filter.limit = PAGE;
          void show('', 'about');
        },
      },
      make('option', { value: '', text: say('audit.everybody') }),
      ...members.map(({ account, name }) =>
        make('option', { value: account, text: name, selected: account === filter.about }),
      ),
    );
    const onlyVoid = make('input', {
      id: 'void',
      type: 'checkbox',
      'data-key': 'void',
      checked: filter.void,
      onchange: () => {
        filter.void = onlyVoid.checked;
        filter.limit = PAGE;
        void show('', 'void');
      },
    });
    return [
      part(
        say('verify.title'),
        line(say('verify.lead'), 'soft'),
        make('div', { class: 'buttons' }, button(say('verify.do'), { key: 'verify', onclick: verify })),
        make('p', { id: 'verified', role: 'status' }),
      ),
      part(
        say('audit.title'),
        make('p', { class: 'field' }, make('label', { for: 'about', text: say('audit.about') }), about),
        make(
          'p',
          { class: 'field check' },
          onlyVoid,
          make('label', { for: 'void', text: say('audit.void') }),
        ),
        cards([...log].reverse().map(decisionCard), say('audit.none')),
        log.length < filter.limit || filter.limit >= 500
          ? ''
          : make(
              'div',
              { class: 'buttons' },
              button(say('audit.more'), {
                key: 'more',
                onclick: () => {
                  filter.limit += PAGE;
                  void show('', 'more');
                },
              }),
            ),
      ),
    ];
  };
}

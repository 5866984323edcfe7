/** Reports: what was written, whether the evidence holds, and what comes of it. */
{
  /** Characters of what was reported that a card shows; the evidence shows all. */
  const SHOWN = 400;
  const shorten = (text) => (text.length <= SHOWN ? text : `${text.slice(0, SHOWN)}…`);

  const ABOUT_AUTHOR = ['muted', 'banned'];

  const decide = ({ id, actions, author, text }) => {
    const name = author ?? say('somebody');
    act({
      title: say('decide.title'),
      fields: [
        {
          name: 'outcome',
          label: say('decide.outcome'),
          options: actions.map((one) => [one, say(`outcome.${one}`)]),
        },
        {
          ...endField(['hour', 'day', 'week', 'month']),
          hidden: ({ outcome }) => !ABOUT_AUTHOR.includes(outcome),
        },
        { name: 'words', label: say('decide.words'), type: 'words' },
      ],
      what: ({ outcome, until }) =>
        [
          say(`decide.what.${outcome}`, { name, text: (text ?? '').slice(0, 80) }),
          ABOUT_AUTHOR.includes(outcome) ? say(`until.said.${until}`) : '',
          say('decide.told', { name }),
        ].join(' '),
      undo: ({ outcome }) => say(`decide.undo.${outcome}`),
      confirm: say('decide.do'),
      danger: true,
      run: async ({ outcome, until, words }) => {
        await call('report.close', {
          id,
          outcome,
          words,
          ...(ABOUT_AUTHOR.includes(outcome) ? endOf(until) : {}),
        });
        return say('decide.done', { outcome: say(`outcome.${outcome}`) });
      },
    });
  };

  const review = ({ id, author, outcome }) =>
    act({
      title: say('review.title'),
      fields: [
        {
          name: 'outcome',
          label: say('review.outcome'),
          options: ['upheld', 'reversed'].map((one) => [one, say(`review.${one}`)]),
        },
        { name: 'words', label: say('decide.words'), type: 'words' },
      ],
      what: (values) =>
        say(`review.what.${values.outcome}`, {
          name: author ?? say('somebody'),
          outcome: say(`outcome.${outcome}`),
        }),
      undo: say('undo.never'),
      confirm: say('decide.do'),
      run: async (values) => {
        await call('report.review', { id, outcome: values.outcome, words: values.words });
        return say('review.done');
      },
    });

  const evidence = ({ checks, entries }) =>
    make(
      'div',
      { class: 'evidence' },
      make(
        'ol',
        {},
        ...entries.map(({ author, time, text, kind }) =>
          make(
            'li',
            { class: kind === 'reported' ? 'reported' : undefined },
            line(
              `${say('evidence.by', { name: author, time: sayTime(time) })} ${kind === 'reported' ? say('evidence.reported') : ''}`,
              'soft',
            ),
            make('p', { dir: 'auto', text }),
          ),
        ),
      ),
      line(
        checks.every(({ holds }) => holds)
          ? say('evidence.holds', { count: checks.length })
          : say('evidence.fails', {
              names: sayList(checks.filter(({ holds }) => !holds).map(({ name }) => say(`check.${name}`))),
            }),
        checks.every(({ holds }) => holds) ? 'good' : 'warn',
      ),
    );

  /** What moderation found, how sure it is, by which tier, and in which words. */
  const sayFinding = ({ label, confidence, tier, words }) => {
    const sure = `${Math.round(confidence * 100)} %`;
    const said =
      tier === 'flood'
        ? say('finding.flood')
        : say(`finding.${tier}`, { label: say(`label.${label}`), sure });
    return words.length === 0 ? said : `${said} ${say('finding.words', { words: sayList(words) })}`;
  };

  const reportCard = (report) => {
    const { id, reporter, time, reason, note, text, author, state, outcome, decidedBy, channelName } = report;
    const { appeal, review: reviewed, finding, found = finding } = report;
    const of = author ?? reporter;
    const { toggle, shown } = opener(say('evidence.show'), {
      of,
      key: `evidence-${id}`,
      load: async () => evidence(await call('report.show', { id })),
    });
    return {
      title: author ?? say('report.unproven'),
      badges: [
        badge(say(`reason.${reason}`), 'warn'),
        state === 'closed' && badge(say(`outcome.${outcome}`)),
        report.evidence === 'broken' && badge(say('report.broken'), 'bad'),
      ].filter(Boolean),
      lines: [
        finding === undefined
          ? say('report.by', { name: reporter, time: sayTime(time) })
          : say(finding.here ? 'finding.here' : 'finding.by', { name: reporter, time: sayTime(time) }),
        found !== undefined && sayFinding(found),
        channelName !== undefined && isolate(`#${channelName}`),
        note !== '' && say('report.note', { note }),
        decidedBy !== undefined && say('report.decided', { name: decidedBy }),
        appeal !== undefined &&
          (appeal.words === ''
            ? say('report.appeal.wordless')
            : say('report.appeal', { words: appeal.words })),
        reviewed !== undefined &&
          [say(`report.${reviewed.outcome}`, { name: reviewed.by }), reviewed.words]
            .filter(Boolean)
            .join(' – '),
      ],
      more: [text === undefined ? '' : make('blockquote', { dir: 'auto', text: shorten(text) }), shown],
      buttons: [
        toggle,
        report.mayDecide &&
          state === 'open' &&
          button(say('decide.open'), {
            of,
            key: `decide-${id}`,
            onclick: () => decide(report),
            kind: 'main',
          }),
        report.mayReview &&
          button(say('review.open'), {
            of,
            key: `review-${id}`,
            onclick: () => review(report),
            kind: 'main',
          }),
      ],
    };
  };

  VIEWS.reports = async () => {
    const reports = await call('report.list');
    const isWaiting = ({ state, mayReview }) => state === 'open' || mayReview;
    return [
      part(say('reports.open'), cards(reports.filter(isWaiting).map(reportCard), say('reports.open.none'))),
      part(
        say('reports.closed'),
        cards(reports.filter((report) => !isWaiting(report)).map(reportCard), say('reports.closed.none')),
      ),
    ];
  };
}

/** Relays and AI nodes: whether they are there, what they hold, and what AI nodes inferred. */
{
  const relayCard = ({ device, address, connected, inSync, localOnly, broken }) => ({
    title: say('relay.name', { id: device.slice(0, 12) }),
    badges: [
      inSync
        ? badge(say('relay.sync'), 'good')
        : connected
          ? badge(say('relay.behind'), 'warn')
          : badge(say('relay.unreachable'), 'bad'),
      ...(broken > 0 ? [badge(say('relay.broken'), 'bad')] : []),
    ],
    lines: [localOnly && say('relay.local'), broken > 0 && say('relay.broken.words', { count: broken })],
    more: [make('p', { class: 'address', dir: 'ltr', text: address })],
  });

  const nodeCard = (node, channels) => ({
    title: node.name,
    badges: [node.online ? badge(say('node.online'), 'good') : badge(say('node.offline'))],
    lines: [
      node.about === '' ? say('node.unsaid') : say('node.model', { model: node.about }),
      node.admissions.length === 0
        ? say('node.nowhere')
        : say('node.in', { names: sayList(node.admissions.map(({ channelName }) => `#${channelName}`)) }),
    ],
    buttons: [
      rankOf(here.role) >= RANKS.moderator &&
        button(say('admit.open.node'), {
          of: node.name,
          key: `admit-${node.account}`,
          onclick: () => admit([{ account: node.account, name: node.name, role: 'ai' }], channels),
        }),
      ...(rankOf(here.role) >= RANKS.moderator ? node.admissions : []).map((admission) =>
        button(say('node.revoke', { channel: `#${admission.channelName}` }), {
          of: node.name,
          key: `revoke-${node.account}-${admission.channel}`,
          onclick: () => dismiss(admission),
          kind: 'quiet-danger',
        }),
      ),
    ],
  });

  const inferenceCard = ({
    by,
    time,
    channelName,
    askedBy,
    model,
    promptTokens,
    answerTokens,
    ms,
    sources,
    private: alone = false,
  }) => ({
    title: by,
    badges: [badge(alone ? say('inference.private') : isolate(`#${channelName}`))],
    lines: [
      alone && askedBy === undefined
        ? say('inference.hour', { time: sayTime(time) })
        : say('inference.for', { name: askedBy ?? say('somebody'), time: sayTime(time) }),
      alone && askedBy === undefined
        ? say('node.model', { model })
        : say('inference.with', { model, count: sources.length }),
      say('inference.cost', {
        read: promptTokens,
        written: answerTokens,
        seconds: Math.round(ms / 100) / 10,
      }),
    ],
  });

  VIEWS.nodes = async () => {
    const [sync, nodes, log, channels] = await Promise.all([
      call('sync.status'),
      call('ai.list'),
      call('ai.log', { limit: 20 }),
      call('channel.list'),
    ]);
    const open = channels.filter((channel) => channel.private !== true);
    return [
      part(
        say('nodes.relays'),
        line(
          sync.paused
            ? say('sync.paused')
            : sync.inSync
              ? say('sync.all')
              : say('sync.pending', { count: sync.pendingEntries }),
          'soft',
        ),
        cards(sync.relays.map(relayCard), say('nodes.relays.none')),
      ),
      part(
        say('nodes.ai'),
        cards(
          nodes.map((node) => nodeCard(node, open)),
          say('nodes.ai.none'),
        ),
      ),
      part(say('nodes.log'), cards(log.map(inferenceCard), say('nodes.log.none'))),
    ];
  };
}

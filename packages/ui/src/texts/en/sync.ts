/** Channel by channel: what is stored where, what is missing and who should have it. */
export const SYNC = {
  'sync.channels': 'Channels',
  'sync.channel.here': 'This channel',
  'sync.channel.decisions': 'Decisions of the space',
  'sync.channel.keys': 'Keys of the space',
  'sync.channel.letters': 'Letters',
  'sync.channel.settled': 'Nothing is pending, nothing is missing.',
  'sync.channel.pending':
    '{count, plural, one {# entry of yours is on no relay yet.} other {# entries of yours are on no relay yet.}}',
  'sync.channel.pending.norelay':
    '{count, plural, one {# entry of yours is on no other device yet.} other {# entries of yours are on no other device yet.}}',
  'sync.channel.lacking':
    '{count, plural, one {# entry is known of and not here yet.} other {# entries are known of and not here yet.}}',
  'sync.channel.missing':
    '{count, plural, one {# entry came without its words.} other {# entries came without their words.}}',
  'sync.channel.unreadable':
    '{count, plural, one {# entry waits for its key.} other {# entries wait for their keys.}}',
  'sync.channel.stored': 'Signed to store what you wrote here',
  'sync.channel.sources': 'Should have what is missing',
  'sync.holder.relay': 'Relay {address}',
  'sync.holder.own': '{name}, another device of yours',
  'sync.holder.entries': '{entries} of {mine}',
  'sync.holder.connected': 'connected',
  'sync.holder.away': 'not connected',
  'sync.holder.wrote': 'wrote it',
  'sync.holder.signed': 'signed for it',
  'relay.broken': 'It does not have what it had signed to store.',
  'relay.broken.channel':
    'Of what {name} wrote in #{channel}, it signed that it stored {promised, plural, one {the first entry} other {the first # entries}}.',
  'relay.broken.log':
    'Of one log, it signed that it stored {promised, plural, one {the first entry} other {the first # entries}}.',
  'relay.broken.lost':
    'On {when}, by its own clock, it signed that it has {held, plural, =0 {none of it} one {the first only} other {the first # only}}.',
  'relay.broken.other': 'On {when}, by its own clock, it signed that something else is in that place.',
  'relay.broken.forked':
    'It gave as its reason that this log has two histories. Nobody here knows of a second one.',
  'relay.broken.relisted':
    'It gave as its reason that the space had let it go for a while. The space never did.',
  'relay.broken.members': 'Only members of the space can see that, so it is no proof for others.',
  'relay.broken.explain':
    'A restored backup or a broken disk looks the same as a lie. What members have is sent to it again by itself; until it signs anew, its old word does not count.',
  'relay.broken.export': 'Show the proof',
  'relay.broken.proof': 'The proof, which anybody can check with: plexi proof check',
} as const;

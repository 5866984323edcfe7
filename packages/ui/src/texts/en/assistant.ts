/** AI nodes, guests and bots: what they write, and which channels admit them. */
export const ASSISTANT = {
  'ai.answering': '{name} is answering…',
  'ai.by': 'Written by a model:',
  'ai.sources': '{count, plural, one {from this message:} other {from these messages:}}',
  'ai.second': 'A second answer to this',
  'ai.second.show': 'Show it',
  'ai.source': 'Go to message {number} that it used',
  'trust.line.with':
    '{count, plural, =0 {Members and {names} can read this} one {Only you and {names} can read this} other {Only # members and {names} can read this}}',

  'admit.title': 'Guests, AI nodes and bots here',
  'admit.nobody':
    'Guests, AI nodes and bots that are in the space can be admitted to this channel here. They come by an invite link that says so, made in the admin panel (Settings, Plugins) or with ./plexi invite create --role.',
  'admit.person': '{name}, {role}',
  'admit.who': 'Admit to this channel',
  'admit.long': 'For how long',
  'admit.days': '{days, plural, one {# day} other {# days}}',
  'admit.open': 'Until somebody ends it',
  'admit.until': 'Until {date}',
  'admit.ended': 'Its time is over',
  'admit.history': 'With what was written before',
  'admit.history.hint': 'Otherwise only what is written from now on is read.',
  'admit.with.history': 'reads what was written before, too',
  'admit.ahead': 'reads what was written since',
  'admit.what':
    'Everyone here sees that it reads along, by name. When it ends, the keys change at once; what was read until then stays read.',
  'admit.do': 'Admit',
  'admit.end': 'End',
} as const;

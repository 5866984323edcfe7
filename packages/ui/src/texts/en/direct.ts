export const DIRECT = {
  'people.loading': 'Looking up people…',
  'people.find': 'Find people',
  'people.list': 'People',
  'people.chosen':
    '{count, plural, =0 {Nobody chosen yet} one {# person chosen} other {# people chosen}}, at most {most}.',
  'people.none': 'Nobody else is here yet.',
  'people.nobody': 'Nobody is called “{text}”.',

  'empty.private': 'Write the first message. Only the people in this channel can read it.',
  'empty.direct': 'Write the first message. Only you and they can read it.',

  'direct.new': 'New direct message',
  'direct.lead': 'Only the people that you choose can read it. Nobody is added to it later.',
  'direct.open': '{count, plural, =0 {Write} one {Write to them} other {Write to all #}}',

  'request.title': '{count, plural, =0 {No requests} one {# request to talk} other {# requests to talk}}',
  'request.show': 'Requests to talk',
  'request.lead':
    'You share a space with these people and have not talked before. They do not see whether you have read this.',
  'request.none': 'Nobody is waiting for an answer.',
  'request.with': 'With {names}',
  'request.silent': 'Nothing written yet.',
  'request.accept': 'Accept',
  'request.decline': 'Decline',
  'request.block': 'Block',
  'request.block.name': 'Block {name}',
  'request.block.sure': 'Block {name} for good?',
  'request.block.what':
    'The request goes, and nothing of theirs is shown to you any more. They are not told. You can take it back in the settings.',

  'private.toggle': 'Private',
  'private.hint': 'Only the people that you add can read it. Nobody else is shown that it exists.',
  'private.who': 'Who is in it',
  'private.people': '{count, plural, one {# person in this channel} other {# people in this channel}}',
  'private.lead': 'Only they can read it; other members of {space} do not see that it exists.',
  'private.add': 'Add people',
  'private.add.title': 'Add people to {channel}',
  'private.add.what': 'They can read everything that was written here before, too.',
  'private.add.done': '{count, plural, =0 {Add} one {Add # person} other {Add # people}}',
  'private.added': '{count, plural, one {# person} other {# people}} added to {channel}.',
  'private.remove.title': 'Remove {name} from {channel}?',
  'private.remove.what':
    '{name} keeps what is on their devices and reads nothing that is written from now on. In the space they stay a member. You can add them again.',
  'private.removed': '{name} was removed from {channel}.',
} as const;

export const DEVICE = {
  'device.title': 'Your computers',
  'device.lead': 'Each has keys of its own. If you lose one, put it out here, from another one.',
  'device.loading': 'Looking for your computers…',
  'device.this': 'This computer',
  'device.other': 'Another computer',
  'device.spaces': '{count, plural, =0 {In no space} one {In one space} other {In # spaces}}',
  'device.since': 'Added {since, date, medium}',
  'device.add': 'Add a computer',
  'device.add.title': 'Add a computer',
  'device.add.making': 'Making a link into your spaces…',
  'device.add.lead':
    'On the other computer, choose “I have a recovery phrase”, enter your 24 words, then “I have an invite link”, and paste this link.',
  'device.add.link': 'Device link',
  'device.add.terms':
    '{spaces, plural, one {Leads into one space} other {Leads into # spaces}}, works once, until {expires, date, medium}. Nobody else can use it: it needs your recovery phrase.',
  'device.add.local':
    'This link only works on this computer, because the relay of your spaces can be reached from here only.',
  'device.add.none': 'You are in no space yet: there is nothing to bring another computer into.',
  'device.name': 'Name',
  'device.name.of': 'Name: computer {fingerprint}',
  'device.name.title': 'What do you call this computer?',
  'device.name.label': 'Name of the computer',
  'device.name.hint': 'Only your own computers know it. Leave it empty to take it away.',
  'device.remove.newer':
    'This computer was added after the one in front of you, and only one that was added later can put it out: so nobody who finds an old computer of yours can lock you out of the others. With your 24 words, restore your account on any computer, or in another profile here; bring it in with “Add a computer”; then put the lost one out from there.',
  'device.remove': 'I lost it',
  'device.remove.name': 'I lost it: computer {fingerprint}',
  'device.remove.title': 'Put this computer out?',
  'device.remove.what':
    '{spaces, plural, one {It is put out of the one space that it is in} other {It is put out of all # spaces that it is in}}. It reads nothing that is written from now on, and writes nothing; what it has already stays on it. Invite links that it made stop working. You can’t take this back, but you can add the computer again by a new link.',
  'device.remove.done': '{count, plural, one {Put out of one space} other {Put out of # spaces}}',
  'device.remove.kept': 'Not possible in {space}: {reason}',
  'device.adopt.busy': 'Bringing this computer into your spaces…',
} as const;

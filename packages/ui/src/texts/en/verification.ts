export const VERIFICATION = {
  'verify.open': 'Verify',
  'verify.show': 'Show the number again',
  'verify.again': 'Compare again',
  'verify.title.none': 'Verify {name}',
  'verify.title.verified': '{name} is verified',
  'verify.title.changed': 'Compare again with {name}',
  'verify.loading': 'Working out the number…',
  'verify.lead':
    'Meet {name} or call, so that you know their face or voice, and look at this together. Where all digits are the same on both sides, nobody stands between you.',
  'verify.number': 'Safety number',
  'verify.qr': 'Code for {name} to scan',
  'verify.code': 'Your code, for {name} to scan or paste',
  'verify.copy': 'Copy code',
  'verify.theirs': 'What {name} shows or sends you',
  'verify.theirs.hint':
    'Their number or their code. Take it from a call or a meeting, not from a message here: whoever stands between you could write that.',
  'verify.theirs.empty': 'Paste what {name} shows, or compare by eye and say that it is the same.',
  'verify.compare': 'Check it',
  'verify.same': 'All digits are the same',
  'verify.same.new': 'It is theirs, and the digits are the same',
  'verify.take': 'No longer verified',
  'verify.done': '{name} is verified.',
  'verify.taken': '{name} is no longer verified.',
  'verify.since': 'You compared on {since, date, medium}.',
  'verify.new':
    '{count, plural, one {A device that came after you had compared} other {# devices that came after you had compared}}',
  'verify.new.what':
    'The number stays the same when {name} adds a device. But somebody who has {name}’s recovery phrase could have added it too. Ask {name} whether it is theirs.',
  'verify.changed':
    '{name}, whom you verified, has {count, plural, one {a new device} other {# new devices}}. Make sure that it is theirs before you write anything secret.',
  'verify.mark.verified': 'Verified',
  'verify.mark.changed': 'Verified, but with a new device',
  'verify.fact': 'Verified',
  'verify.fact.none': 'Not yet. A name can be made up; the number that you compare can’t.',
  'verify.fact.since': 'On {since, date, medium}',
  'verify.fact.changed': 'On {since, date, medium}, before a device came that is new',
  'name.odd.other': 'Not the {name} that you verified: another account under a name that looks the same.',
} as const;

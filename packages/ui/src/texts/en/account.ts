export const ACCOUNT = {
  'welcome.title': 'Welcome to PlexiChat',
  'welcome.lead': 'Team chat with no server to trust: only the people in a space can read it.',
  'welcome.invited': '{inviter} invites you to {space}. First, you need an account on this computer.',
  'welcome.promise.keys': 'Your keys are made here and stay here. There is no sign-up.',
  'welcome.promise.relay': 'Relays pass on and keep sealed messages. They can’t open them.',
  'welcome.promise.offline': 'It works without a connection and catches up when there is one.',
  'welcome.create': 'Create an account',
  'welcome.restore': 'I have a recovery phrase',

  'name.title': 'What should people call you?',
  'name.lead': 'Members of your spaces see this name. Relays don’t.',
  'name.label': 'Your name',
  'name.empty': 'Please give a name.',

  'passphrase.want': 'Ask for a passphrase when PlexiChat opens',
  'passphrase.without':
    'Without one, the key lies in a file that only your user on this computer can read. That is fine on a computer of your own with an encrypted disk.',
  'passphrase.with':
    'Nobody can open this profile without it, not even you. The recovery phrase still brings your account back.',
  'passphrase.label': 'Passphrase',
  'passphrase.again': 'The same again',
  'passphrase.empty': 'Please choose a passphrase, or untick the box.',
  'passphrase.differs': 'The two are not the same.',

  'phrase.title': 'Your recovery phrase',
  'phrase.lead':
    'These 24 words are your account. If you lose this computer, they are the only way back: nobody can send you a new password.',
  'phrase.words': 'Recovery phrase: 24 words in order',
  'phrase.making': 'Making your phrase…',
  'phrase.print': 'Print',
  'phrase.copy': 'Copy',
  'phrase.copied':
    'Copied. Other programs can read what is copied: paste it into your password manager now, and copy something else afterwards.',
  'phrase.caution':
    'Write them on paper or keep them in a password manager. Whoever has them is you, everywhere. Never send them to anyone, and don’t keep them in a plain file or a photo.',
  'phrase.written': 'I have written them down',

  'confirm.title': 'Check what you wrote down',
  'confirm.lead': 'Look at your copy and type three of the words. If one is wrong, better to know now.',
  'confirm.word': 'Word {place, number}',
  'confirm.empty': 'Please type word {place, number}.',
  'confirm.one': 'Only word {place, number} here, please.',
  'confirm.other': 'That is word {other, number}. Please look up word {place, number}.',
  'confirm.wrong': 'That is not word {place, number}. Check your copy, or look at the phrase again.',
  'confirm.done': 'Create my account',
  'confirm.busy': 'Creating your account…',
  'confirm.again': 'Show me the phrase again',

  'restore.title': 'Restore your account',
  'restore.lead': 'Type or paste your 24 words. This computer becomes a new device of your account.',
  'restore.phrase': 'Recovery phrase',
  'restore.count': '{count, plural, one {# word} other {# words}} of {of, number}',
  'restore.unknown': 'Word {place, number}, “{word}”, is in no recovery phrase.',
  'restore.suggest': 'Word {place, number}, “{word}”, is in no recovery phrase. Is it “{suggestion}”?',
  'restore.name': 'As members of your spaces should see you.',
  'restore.done': 'Restore my account',
  'restore.busy': 'Restoring your account…',

  'locked.title': 'Welcome back',
  'locked.lead': 'This profile is locked with your passphrase.',
  'locked.open': 'Open',
  'locked.busy': 'Opening…',

  'account.title': 'Your account',
  'account.open': 'Show your account',
  'account.fingerprint': 'Fingerprint',
  'account.compare': 'Read it out to someone to let them check that it is you.',
  'account.protection': 'How the key is kept on this computer',
  'account.profile': 'Folder of this profile',
} as const;

export const GENERAL = {
  back: 'Back',
  'back.channels': 'Back to the channels',
  cancel: 'Cancel',
  close: 'Close',
  continue: 'Continue',
  copied: 'Copied',
  copy: 'Copy',
  dismiss: 'Dismiss',
  retry: 'Try again',
  skip: 'Skip to the messages',
  toasts: 'Notices',
  quit: 'Quit PlexiChat',
  'quit.title': 'Quit PlexiChat?',
  'quit.what':
    'This profile stops running on this computer. Nothing is lost: what is still pending is sent when you start it again.',
  theme:
    'Appearance: {theme, select, light {light} dark {dark} contrast {high contrast} other {as the system}}',

  'failure.disconnected': 'PlexiChat on this computer does not answer.',
  'failure.disconnected.next': 'It is tried again by itself. What you wrote is still here.',
  'failure.unexpected': 'Something went wrong that should not.',
  'failure.unexpected.next': 'Try again. If it happens again, please report it with the details.',
  'failure.copy': 'Copy details',

  'link.connecting': 'Opening PlexiChat on this computer…',
  'link.reconnecting': 'Reconnecting to PlexiChat on this computer… Your drafts are safe.',
  'refused.title': 'This address has been used',
  'refused.lead':
    'Each address that PlexiChat prints opens one window, once. This one was used already, or PlexiChat was restarted.',
  'refused.next': 'Run npm start again, or use the newest address printed in the terminal.',
  'stopped.title': 'PlexiChat has stopped',
  'stopped.lead': 'You can close this tab.',
  'stopped.next': 'To come back, run npm start. Your messages are where you left them.',
  'browser.reason': 'Running in your browser because {reason}',
  offline:
    '{devices, plural, =0 {The relay can’t be reached. You can go on writing: messages stay here as pending and are sent when it is back.} other {The relay can’t be reached. You are connected to members directly; the relay catches up when it is back.}}',
  'vault.none': 'This browser keeps nothing: drafts last only while this window is open.',
  'vault.discarded':
    '{count, plural, one {A kept draft} other {# kept pieces of drafts}} could not be opened with this profile’s key and had to be thrown away.',

  'palette.open': 'Go to or do something',
  'palette.input': 'Go to a channel, a space, or do something',
  'palette.none': 'Nothing by that name.',
} as const;

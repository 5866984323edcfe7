/** What this computer keeps. */
export const STORAGE = {
  'settings.page.storage': 'Storage',
  'storage.full':
    'The disk is full: nothing more can be kept. What you write stays here in its field. Free some space, and it goes on by itself.',
  'storage.failing':
    'This disk cannot be written to: nothing more is kept. What you write stays here in its field. It is tried again by itself.',
  'storage.damaged':
    'Part of what this computer keeps was damaged on its disk. It is being repaired, and what is lost will be fetched again.',
  'storage.repairing':
    'Part of what this computer kept was damaged on its disk. What was lost is being fetched again from relays and members.',
  'storage.work.check': 'Checking what is kept… {share, number, percent}',
  'storage.work.repair': 'Repairing… {share, number, percent}',
  'storage.work.upgrade': 'Upgrading your messages… {share, number, percent}',
  'storage.lead': 'Your messages are kept on this computer, encrypted.',
  'storage.lead.more':
    'A check reads all of it: whether it is what was written, and signed by who wrote it. What is damaged is repaired, and fetched again from relays and members.',
  'storage.check': 'Check now',
  'storage.check.stop': 'Stop',
  'storage.found.whole':
    'Everything is as it was written: {entries, plural, one {# entry was} other {# entries were}} looked at.',
  'storage.found.repaired':
    'Damage was found and repaired. {fetching, plural, =0 {Nothing was lost.} one {One part is being fetched again.} other {# parts are being fetched again.}}',
  'storage.found.stopped': 'The check was stopped. What it had looked at was as it was written.',
  'storage.found.damaged':
    'Something is damaged that a repair does not mend. Restore your account from its recovery phrase in a new profile; relays and members still have what was sent.',
};

/** What protects a profile on its computer. */
export const PROTECTION = {
  'settings.page.protection': 'Protection',
  'protection.title': 'What protects this profile',
  'protection.lock.passphrase': 'Locked with your passphrase',
  'protection.lock.file': 'Protected by your computer’s user account only',
  'protection.means.passphrase':
    'Whoever takes this computer or its disk has to guess the passphrase to read anything. While PlexiChat is open, what it shows is in the computer’s memory.',
  'protection.means.file':
    'The key lies in a file beside the messages. Whoever can read your files, or takes the disk, can read this profile. Set a passphrase, or encrypt the disk.',
  'protection.since': 'Since',
  'protection.cipher': 'Encryption on disk',
  'protection.stretching': 'What makes guessing slow',
  'protection.auto': 'Lock by itself',
  'protection.auto.never': 'Never',
  'protection.auto.after':
    '{minutes, plural, one {After a minute without use} =60 {After an hour without use} =240 {After four hours without use} other {After # minutes without use}}',
  'protection.auto.hint': 'While it is locked, nothing arrives and nobody is notified.',
  'protection.auto.needs': 'Set a passphrase first: without one it would open again for anybody.',
  'protection.now': 'Lock now',
  'protection.set': 'Set a passphrase',
  'protection.change': 'Change the passphrase',
  'protection.remove': 'Remove the passphrase',
  'protection.remove.hint':
    'Without a passphrase, the key lies in a file that every program of your user account can read.',
  'protection.current': 'Passphrase until now',
  'protection.current.empty': 'Please type the passphrase that opens this profile now.',
  'protection.new': 'New passphrase',
  'protection.new.hint':
    'It opens this profile on this computer only. Nobody can reset it; your recovery phrase still restores the account. Who copied the profile’s files before can still open the copy with what opened it then.',
  'protection.new.empty': 'Please choose a passphrase.',
  'protection.changed': 'The new passphrase counts from now on.',
  'protection.removed': 'This profile opens without a passphrase now.',
  'key.lock': 'Lock',
  'backup.title': 'Backup',
  'backup.lead':
    'A file that leads your account back into its spaces on another computer, with your settings and what you saved. It holds no messages and no keys of this computer; messages come from members and relays. It opens with its passphrase, and is of no use without your 24 words. Where this computer is put out of your account, the file leads nowhere any more: save another one then.',
  'backup.passphrase': 'Passphrase for the file',
  'backup.again': 'The file’s passphrase again',
  'backup.save': 'Save a backup file',
  'backup.saved':
    '{spaces, plural, =0 {Saved. It leads into no space yet.} one {Saved. It leads into one space until {until}.} other {Saved. It leads into # spaces until {until}.}}',
  'restore.backup': 'Choose a backup file',
  'restore.backup.other': 'Choose another file',
  'restore.backup.none': 'Without a backup',
  'restore.backup.hint': 'If you have one: it leads back into your spaces.',
  'restore.backup.opens': 'Passphrase of the backup',
  'restore.backup.opens.empty': 'Please type the passphrase that the backup was made with.',
} as const;

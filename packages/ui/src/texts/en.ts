/** English. ICU MessageFormat; short and plain, the exact term one click deeper. */
import { ACCOUNT } from './en/account.ts';
import { ASSISTANT } from './en/assistant.ts';
import { AWARENESS } from './en/awareness.ts';
import { CANVAS } from './en/canvas.ts';
import { CHANNEL } from './en/channel.ts';
import { DEVICE } from './en/device.ts';
import { DIRECT } from './en/direct.ts';
import { FILES } from './en/files.ts';
import { GENERAL } from './en/general.ts';
import { MESSAGE } from './en/message.ts';
import { MODERATION } from './en/moderation.ts';
import { PLUGIN } from './en/plugin.ts';
import { PROTECTION } from './en/protection.ts';
import { REPORT } from './en/report.ts';
import { SEARCH } from './en/search.ts';
import { SHELL } from './en/shell.ts';
import { SPACE } from './en/space.ts';
import { STORAGE } from './en/storage.ts';
import { SYNC } from './en/sync.ts';
import { VERIFICATION } from './en/verification.ts';
import { WRITING } from './en/writing.ts';

export const EN = {
  ...ACCOUNT,
  ...ASSISTANT,
  ...AWARENESS,
  ...CHANNEL,
  ...CANVAS,
  ...DEVICE,
  ...PLUGIN,
  ...PROTECTION,
  ...REPORT,
  ...DIRECT,
  ...FILES,
  ...GENERAL,
  ...MESSAGE,
  ...MODERATION,
  ...SEARCH,
  ...SHELL,
  ...SPACE,
  ...STORAGE,
  ...SYNC,
  ...VERIFICATION,
  ...WRITING,
} as const;

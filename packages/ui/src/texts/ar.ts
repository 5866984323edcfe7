/** Arabic: every key of the English texts, with all six plural forms. */
import { ACCOUNT } from './ar/account.ts';
import { ASSISTANT } from './ar/assistant.ts';
import { AWARENESS } from './ar/awareness.ts';
import { CANVAS } from './ar/canvas.ts';
import { CHANNEL } from './ar/channel.ts';
import { DEVICE } from './ar/device.ts';
import { DIRECT } from './ar/direct.ts';
import { FILES } from './ar/files.ts';
import { GENERAL } from './ar/general.ts';
import { MESSAGE } from './ar/message.ts';
import { MODERATION } from './ar/moderation.ts';
import { PLUGIN } from './ar/plugin.ts';
import { PROTECTION } from './ar/protection.ts';
import { REPORT } from './ar/report.ts';
import { SEARCH } from './ar/search.ts';
import { SHELL } from './ar/shell.ts';
import { SPACE } from './ar/space.ts';
import { STORAGE } from './ar/storage.ts';
import { SYNC } from './ar/sync.ts';
import { VERIFICATION } from './ar/verification.ts';
import { WRITING } from './ar/writing.ts';
import type { Texts } from './translate.ts';

export const AR: Texts = {
  ...ACCOUNT,
  ...ASSISTANT,
  ...AWARENESS,
  ...CHANNEL,
  ...CANVAS,
  ...MESSAGE,
  ...MODERATION,
  ...DEVICE,
  ...PLUGIN,
  ...PROTECTION,
  ...REPORT,
  ...DIRECT,
  ...GENERAL,
  ...MESSAGE,
  ...SEARCH,
  ...SHELL,
  ...FILES,
  ...GENERAL,
  ...MESSAGE,
  ...SPACE,
  ...STORAGE,
  ...SYNC,
  ...VERIFICATION,
  ...WRITING,
};

export { ERRORS } from './ar/errors.ts';

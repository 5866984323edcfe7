/** Arabic: every key of the English texts, with all six plural forms. */
import { ACCOUNT } from './ar/account.ts';
import { AWARENESS } from './ar/awareness.ts';
import { CANVAS } from './ar/canvas.ts';
import { CHANNEL } from './ar/channel.ts';
import { DEVICE } from './ar/device.ts';
import { DIRECT } from './ar/direct.ts';
import { FILES } from './ar/files.ts';
import { GENERAL } from './ar/general.ts';
import { MESSAGE } from './ar/message.ts';
import { REPORT } from './ar/report.ts';
import { SEARCH } from './ar/search.ts';
import { SHELL } from './ar/shell.ts';
import { SPACE } from './ar/space.ts';
import { WRITING } from './ar/writing.ts';
import type { Texts } from './translate.ts';

export const AR: Texts = {
  ...ACCOUNT,
  ...AWARENESS,
  ...CHANNEL,
  ...CANVAS,
  ...MESSAGE,
  ...DEVICE,
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
  ...WRITING,
};

export { ERRORS } from './ar/errors.ts';

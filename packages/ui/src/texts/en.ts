/** English. ICU MessageFormat; short and plain, the exact term one click deeper. */
import { ACCOUNT } from './en/account.ts';
import { AWARENESS } from './en/awareness.ts';
import { CANVAS } from './en/canvas.ts';
import { CHANNEL } from './en/channel.ts';
import { DEVICE } from './en/device.ts';
import { DIRECT } from './en/direct.ts';
import { FILES } from './en/files.ts';
import { GENERAL } from './en/general.ts';
import { MESSAGE } from './en/message.ts';
import { REPORT } from './en/report.ts';
import { SEARCH } from './en/search.ts';
import { SHELL } from './en/shell.ts';
import { SPACE } from './en/space.ts';
import { WRITING } from './en/writing.ts';

export const EN = {
  ...ACCOUNT,
  ...AWARENESS,
  ...CHANNEL,
  ...CANVAS,
  ...MESSAGE,
  ...DEVICE,
  ...REPORT,
  ...DIRECT,
  ...FILES,
  ...GENERAL,
  ...MESSAGE,
  ...SEARCH,
  ...SHELL,
  ...SPACE,
  ...WRITING,
} as const;

/** The names of the settings that a person's devices share, and what their values mean. Absent is the default. */

export const SETTING = {
  /** What notifies where a channel says nothing else: `all`, `mentions` (default) or `none`. */
  notifyLevel: 'notify.level',
  /** `yes`: notifications say that there is something, not what and from whom. */
  notifyHidden: 'notify.hidden',
  /** `off`: nobody is told that one is writing. */
  shareTyping: 'share.typing',
  /** Who is told that one has read: `direct` (default: in direct messages), `on` or `off`. */
  shareRead: 'share.read',
  /** Who may write to one directly: `everyone` (default: strangers as requests) or `known`: requests are not shown. */
  directFrom: 'direct.from',
} as const;

/** `yes` where a person left a channel that everyone in the space may read: it is out of their list, not out of reach. */
export const hiddenChannelSetting = (channel: string): string => `channel.hidden:${channel}`;

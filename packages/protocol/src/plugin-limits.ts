/** [L6] Bounds on plugins, part of `LIMITS`: bytes, milliseconds, else counts. */
export const PLUGIN_LIMITS = {
  /** A plugin's package: its files together, their number, one path's characters, its manifest. */
  pluginPackageBytes: 1024 * 1024,
  pluginFiles: 128,
  pluginPathChars: 128,
  pluginManifestBytes: 16 * 1024,
  /** Capabilities that a plugin may ask for, plugins in one profile. */
  pluginCapabilities: 64,
  pluginsInstalled: 32,
  /** What one plugin's code may use: memory, stack, one turn's time, and of each second so much time on average. */
  pluginMemoryBytes: 32 * 1024 * 1024,
  pluginStackBytes: 256 * 1024,
  pluginTurnMs: 250,
  pluginBusyMsPerSecond: 250,
  /** How long a turn may take in all before its thread is ended from outside. */
  pluginSilenceMs: 5_000,
  /** One message over a plugin's border, and messages of one turn. */
  pluginMessageBytes: 256 * 1024,
  pluginMessagesPerTurn: 256,
  /** Calls of a plugin: at once, so many in a burst, and so many a second. */
  pluginCallsInFlight: 16,
  pluginCallBurst: 40,
  pluginCallsPerSecond: 20,
  /** Deliveries that wait for a plugin; of events the oldest go first. */
  pluginQueue: 256,
  /** What a plugin keeps: all of it, one key's characters, one value, keys. */
  pluginStorageBytes: 1024 * 1024,
  pluginKeyChars: 128,
  pluginValueBytes: 64 * 1024,
  pluginStorageKeys: 512,
  /** Timers of a plugin, the shortest and the longest of them. */
  pluginTimers: 64,
  pluginTimerLeastMs: 100,
  pluginTimerMostMs: 400 * 24 * 3600_000,
  /** Slash commands, questions that its panel may ask, listeners. */
  pluginCommands: 16,
  pluginAnswers: 32,
  /** Notices of a plugin a minute, one's characters. */
  pluginNoticesPerMinute: 6,
  pluginNoticeChars: 500,
  /** Lines of a plugin's log that are kept, one line's characters. */
  pluginLogLines: 200,
  pluginLogChars: 500,
  /** Panels whose files are held to be shown. */
  pluginPanels: 16,
  /** Starts after a crash before it stays stopped, and after how long running one is forgotten. */
  pluginRestarts: 3,
  pluginSteadyMs: 60_000,
} as const;

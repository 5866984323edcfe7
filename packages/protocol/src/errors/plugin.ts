import type { ErrorKinds } from './kind.ts';

/** Plugins. */
export const PLUGIN_ERRORS = {
  PLUGIN_INVALID: {
    owner: 'caller',
    message: 'That is no plugin that can be read.',
    next: 'Ask its author for a package that follows docs/plugins.md.',
  },
  PLUGIN_SIGNATURE: {
    owner: 'caller',
    message: 'The signature of the plugin does not fit its files.',
    next: 'Get the package again from its author, or sign it with plexi plugin sign.',
  },
  PLUGIN_AUTHOR_CHANGED: {
    owner: 'caller',
    message: 'A plugin of that name by another author is installed.',
    next: 'Make sure that you trust the new author, then remove the old plugin first.',
  },
  PLUGIN_NOT_GRANTED: {
    owner: 'caller',
    message: 'The plugin may not do that.',
    next: 'Allow it in the settings under Plugins, if you want it to.',
  },
  PLUGIN_STOPPED: {
    owner: 'environment',
    message: 'The plugin is not running.',
    next: 'Look at why it stopped in the settings under Plugins, and reload it.',
  },
  PLUGIN_FAILED: {
    owner: 'environment',
    message: 'The plugin could not do that.',
    next: 'Tell its author what it said.',
  },
} as const satisfies ErrorKinds;

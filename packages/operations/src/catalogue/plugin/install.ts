import { LIMITS } from '@plexi/protocol';
import { z } from 'zod';
import { defineOperation } from '../../operation.ts';
import { pluginNameShape, pluginShape } from '../../plugin-shapes.ts';

/** Room for a package with its paths, as base64. */
const DATA_CHARS = Math.ceil(((LIMITS.pluginPackageBytes + 64 * 1024) * 4) / 3);

export default defineOperation({
  id: 'plugin.install',
  summary: 'Install a plugin, or another version of it; it runs once something is granted to it',
  kind: 'command',
  roles: ['peer'],
  input: z
    .object({
      path: z.string().min(1).max(4096).optional().describe('A signed folder, or a package file'),
      data: z
        .base64()
        .max(DATA_CHARS, 'the package is too large')
        .optional()
        .describe('A package file, base64'),
      shipped: pluginNameShape.optional().describe('One that ships with PlexiChat'),
      follow: z.boolean().default(false).describe('Load it anew whenever its author signs a change there'),
    })
    .refine(
      ({ path, data, shipped }) => [path, data, shipped].filter((one) => one !== undefined).length === 1,
      'a path, a package, or one that ships with PlexiChat',
    ),
  output: pluginShape,
  errors: [
    'NO_ACCOUNT',
    'NOT_FOUND',
    'FILE_UNREADABLE',
    'PLUGIN_INVALID',
    'PLUGIN_SIGNATURE',
    'PLUGIN_AUTHOR_CHANGED',
    'TOO_BUSY',
  ],
  examples: [
    'plexi plugin install --shipped reminders',
    'plexi plugin install ./reminders.plexiplugin',
    'plexi plugin install ./my-plugin --follow',
  ],
  command: { positional: ['path'], hidden: ['data'] },
});

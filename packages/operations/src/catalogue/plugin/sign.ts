import { z } from 'zod';
import { defineOperation } from '../../operation.ts';

export default defineOperation({
  id: 'plugin.sign',
  summary: 'Sign the folder of a plugin with its author’s key, and pack it into one file if asked to',
  kind: 'command',
  roles: ['command'],
  input: z.object({
    path: z.string().min(1).describe('The folder with manifest.json and code.js'),
    key: z.string().min(1).describe("The file with the author's key; made where there is none"),
    out: z
      .string()
      .min(1)
      .optional()
      .describe('The package file to write; without it the signature goes into the folder'),
  }),
  output: z.object({
    id: z.string(),
    version: z.string(),
    key: z.string().describe("The author's public key"),
    hash: z.string(),
    path: z.string().describe('What was written'),
  }),
  errors: ['FILE_UNREADABLE', 'FILE_UNWRITABLE', 'PLUGIN_INVALID'],
  examples: [
    'plexi plugin sign ./my-plugin --key ./author.key',
    'plexi plugin sign ./my-plugin --key ./author.key --out my-plugin.plexiplugin',
  ],
  command: { positional: ['path'] },
});

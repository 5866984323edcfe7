import { z } from 'zod';
import { defineOperation } from '../../operation.ts';
import { pluginNameShape } from '../../plugin-shapes.ts';

export default defineOperation({
  id: 'app.panel',
  summary: "Open a plugin's panel: gives an address that only a sandboxed frame can use",
  kind: 'command',
  roles: ['app'],
  input: z.object({ plugin: pluginNameShape }),
  output: z.object({ address: z.string() }),
  errors: ['NOT_FOUND', 'PLUGIN_NOT_GRANTED', 'PEER_UNREACHABLE'],
  examples: [],
  command: { omitted: true },
});

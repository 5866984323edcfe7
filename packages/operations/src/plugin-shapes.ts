/** Shapes of plugins, as views see them. */
import { LIMITS } from '@plexi/protocol';
import { z } from 'zod';
import { idShape } from './shapes.ts';
import type { Words } from './words.ts';

export const pluginNameShape = z
  .string()
  .max(40)
  .regex(/^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/, 'a plugin is named by small letters, digits and hyphens');

export const wordsShape: z.ZodType<Words> = z.union([z.string(), z.record(z.string(), z.string())]);

export const capabilityListShape = z
  .array(z.string().min(1).max(LIMITS.capabilityLength))
  .max(LIMITS.capabilities);

const pluginGrantShape = z.object({
  by: z
    .enum(['person', 'space'])
    .describe('Granted by this account for itself, or by the governance of the space'),
  space: idShape.optional().describe('Where it is good; everywhere without'),
  spaceName: z.string().optional(),
  capabilities: z.array(z.string()),
});

export const pluginShape = z.object({
  id: z.string(),
  version: z.string(),
  name: wordsShape,
  summary: wordsShape,
  author: z.string().describe('The name that its author gives; the key is what counts'),
  authorKey: idShape,
  hash: idShape.describe('Of exactly this package: what is granted is granted to it'),
  state: z
    .enum(['running', 'idle', 'waiting', 'stopped'])
    .describe('Running; not while the app is closed; waiting for a grant; or ended by itself'),
  problem: z.string().optional().describe('Why it ended'),
  reloadProblem: z.object({ code: z.string(), message: z.string() }).optional(),
  asks: z.array(z.string()).describe('The capabilities that it asks for'),
  grants: z.array(pluginGrantShape),
  panel: z.boolean().describe('Whether it has a panel'),
  follow: z.boolean().describe('Whether it is loaded anew when its files change'),
  path: z.string().optional().describe('Where it came from'),
  commands: z.array(z.object({ name: z.string(), summary: wordsShape })),
});
export type PluginSummary = z.infer<typeof pluginShape>;

/** What a plugin says to the person. */
export const pluginNoticeShape = z.object({
  title: wordsShape,
  body: wordsShape.optional(),
  space: idShape.optional(),
  channel: idShape.optional(),
});
export type PluginNotice = z.infer<typeof pluginNoticeShape>;

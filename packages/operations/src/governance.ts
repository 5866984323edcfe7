/** What a space decided, as operations tell it. */
import { z } from 'zod';
import { idShape, roleShape } from './shapes.ts';

export const decisionShape = z.object({
  id: idShape,
  time: z.string().describe('When it was written, ISO 8601'),
  type: z.string().describe('The kind of act; "unknown" where the entry says nothing that could count'),
  by: idShape.optional(),
  byName: z.string(),
  rank: roleShape.optional().describe('What its author was then'),
  account: idShape.optional().describe('Whom it is about'),
  accountName: z.string().optional(),
  channel: idShape.optional(),
  channelName: z.string().optional(),
  role: roleShape.optional(),
  until: z.string().optional().describe('When what it says ends, ISO 8601'),
  plugin: z.string().optional(),
  capabilities: z.array(z.string()).optional(),
  standing: z.enum(['final', 'provisional', 'void']).describe('Final: nothing that arrives later changes it'),
  reason: z.string().optional().describe('Why it does not count'),
  because: idShape.optional().describe('The decision that voids it'),
});
export type Decision = z.infer<typeof decisionShape>;

const personShape = z.object({ account: idShape, name: z.string() });

export const undoingShape = z.object({
  decision: idShape.describe('The first decision that is not to count'),
  whose: z.array(personShape).describe('Who decided it'),
  channels: z
    .array(z.string())
    .describe('Channels in which what they wrote from then on does not count either'),
  by: z.array(personShape).describe('Who voted for it'),
  needed: z.number().describe('Votes that it takes'),
  own: z.boolean().describe('Whether you voted for it'),
  carried: z.boolean().describe('More than half of the owners voted for it'),
  falls: z.array(decisionShape).describe('What then does not count, with what rested on it'),
  returns: z.array(decisionShape).describe('What then counts again'),
});
export type Undoing = z.infer<typeof undoingShape>;

export const ownersShape = z.object({
  owners: z.array(personShape),
  motions: z
    .array(
      z.object({
        add: z.array(personShape).describe('Who is to become an owner'),
        drop: z.array(personShape).describe('Who is to be one no more'),
        by: z.array(personShape).describe('Who voted for it'),
        needed: z.number().describe('Votes that it takes'),
      }),
    )
    .describe('Changes that some have voted for'),
  undoings: z.array(undoingShape).describe('What some have voted to undo, until it is final'),
});
export type Owners = z.infer<typeof ownersShape>;

export const finalityShape = z.object({
  version: z.number().describe('How many checkpoints there were'),
  signers: z.array(z.string()).describe('Display names of who signed the last one'),
  provisional: z.number().describe('Decisions that count and are not final yet'),
  proposals: z.array(
    z.object({
      signers: z.array(z.string()),
      needed: z.number().describe('Signatures that it takes'),
      own: z.boolean().describe('Whether you signed it'),
    }),
  ),
  conflicts: z
    .array(z.object({ name: z.string(), signatures: z.array(idShape) }))
    .describe('Owners who signed two checkpoints of which neither includes the other'),
  undoings: z
    .number()
    .describe('Open votes to undo something: while there are any, no device signs of its own accord'),
});
export type Finality = z.infer<typeof finalityShape>;

export const forkShape = z.object({
  id: idShape.describe('Names the log'),
  account: idShape,
  name: z.string().describe('Whose device wrote two histories'),
  device: idShape,
  of: z.enum(['channel', 'governance', 'keys', 'mail']).describe('What the log belongs to'),
  channel: idShape.optional(),
  channelName: z.string().optional(),
  out: z.boolean().describe('The device is no member any more'),
  since: z.string().describe('When it was proved, ISO 8601'),
  by: z.string().describe('Display name of who proved it'),
  entries: z.number().describe('Entries here from the place on where the histories part'),
  named: z
    .object({ by: z.string(), keeps: z.number().describe('Entries that count from that place on') })
    .optional()
    .describe('Who said which history counts; of a channel only'),
  mayDecide: z.boolean().describe('Whether this account may say so'),
});
export type Fork = z.infer<typeof forkShape>;

export const whyShape = z.object({
  allowed: z.boolean(),
  question: z.string(),
  needs: roleShape.optional().describe('The rank that such an act needs'),
  unless: z.array(z.string()).describe('What stands against such an act whatever the rank'),
  reason: z.string().optional().describe('Why it does not count, or is not allowed'),
  decision: decisionShape.optional(),
  chain: z.array(decisionShape).describe('What it rests on, the oldest first'),
});
export type Why = z.infer<typeof whyShape>;

export const admissionShape = z.object({
  account: idShape,
  name: z.string(),
  role: roleShape,
  channel: idShape,
  channelName: z.string(),
  history: z.boolean().describe('Whether what was there before is read too'),
  until: z.string().optional().describe('When it ends, ISO 8601'),
  ended: z.boolean().describe('Its time is over'),
  by: z.string().describe('The display name of who admitted'),
});
export type Admission = z.infer<typeof admissionShape>;

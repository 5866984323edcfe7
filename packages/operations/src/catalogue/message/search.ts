import { LIMITS } from '@plexi/protocol';
import { z } from 'zod';
import { defineOperation } from '../../operation.ts';
import { idShape, messageShape, spaceShape } from '../../shapes.ts';

const dateShape = z.string().min(1).max(64);

const hitShape = z.object({
  message: messageShape,
  space: idShape.describe('The space that it is in; of a private channel, the space around it'),
  place: z.string().describe('The channel, by name'),
  snippet: z.object({
    text: z.string().describe('The part of the text around what was found, as it was written'),
    marks: z
      .array(z.tuple([z.number(), z.number()]))
      .describe('What was found in it: from and to, in UTF-16 units'),
  }),
});

const searchResultShape = z.object({
  results: z.array(hitShape),
  cursor: z.string().optional().describe('Where the next page begins; left out on the last one'),
  indexed: z.object({
    done: z.number(),
    total: z.number().describe('Messages on this device; those beyond "done" are not found yet'),
  }),
});
export type SearchHit = z.infer<typeof hitShape>;
export type SearchResult = z.infer<typeof searchResultShape>;

export default defineOperation({
  id: 'message.search',
  summary: 'Find messages by their words, newest first',
  kind: 'query',
  roles: ['peer'],
  input: z.object({
    query: z
      .string()
      .max(LIMITS.searchQueryChars, 'the search is too long')
      .describe('Words, "a phrase", -without; also from:NAME in:CHANNEL after:DATE before:DATE has:link'),
    space: spaceShape.optional().describe('Only in this space; everywhere if left out'),
    from: z.string().min(1).max(256).optional().describe('Only what this person wrote, by name or id'),
    in: z.string().min(1).max(256).optional().describe('Only in this channel, by name or id'),
    after: dateShape.optional().describe('Only since this date began: 2026, 2026-03, 2026-03-14, or a time'),
    before: dateShape.optional().describe('Only before this date began'),
    has: z.enum(['file', 'link']).optional().describe('Only with a file, or with a link'),
    order: z.enum(['newest', 'best']).default('newest').describe('Newest first, or best match first'),
    limit: z.coerce.number().int().min(1).max(LIMITS.searchResults).default(25).describe('How many at most'),
    wait: z.coerce
      .number()
      .min(0)
      .max(LIMITS.searchWaitSeconds)
      .default(LIMITS.searchWaitSeconds)
      .describe('Seconds to wait until every message is indexed; then what was found so far'),
    cursor: z.string().max(64).optional().describe('The next page, as the last one said'),
  }),
  output: searchResultShape,
  errors: ['NO_ACCOUNT', 'NOT_FOUND', 'AMBIGUOUS_NAME'],
  examples: [
    'plexi message search "release notes" --space Lab --from Ben --after 2026-03',
    'plexi message search "draft -old from:ben has:link"',
  ],
  command: { positional: ['query'], fresh: true },
});

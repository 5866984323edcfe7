import { LIMITS } from '@plexi/protocol';
import { z } from 'zod';
import { avatarShape, profileTextShape, timeZoneShape } from '../../awareness.ts';
import { defineOperation } from '../../operation.ts';
import { nameShape } from '../../shapes.ts';

export default defineOperation({
  id: 'profile.set',
  summary: 'Say something about yourself, in every space',
  kind: 'command',
  roles: ['peer'],
  input: z.object({
    name: nameShape.optional().describe('What you are called, on all your devices'),
    about: profileTextShape(LIMITS.profileAboutBytes).optional().describe('A few sentences'),
    title: profileTextShape(LIMITS.nameBytes).optional().describe('What you do'),
    pronouns: profileTextShape(LIMITS.nameBytes).optional().describe('How others speak of you'),
    zone: timeZoneShape.optional().describe('Such as Europe/Paris'),
    avatar: avatarShape
      .optional()
      .describe('A small picture: a data: address of PNG, JPEG or WebP; empty takes it away'),
  }),
  output: z.object({
    name: z.string(),
    about: z.string(),
    title: z.string(),
    pronouns: z.string(),
    zone: z.string(),
    avatar: z.string(),
  }),
  errors: ['NO_ACCOUNT', 'TOO_LARGE'],
  examples: [
    'plexi profile set --title "Harbour master" --zone Europe/Paris',
    'plexi profile set --name "Ada Lovelace"',
  ],
});

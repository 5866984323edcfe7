import { z } from 'zod';
import { defineOperation } from '../../operation.ts';
import { nodeFolder } from './data.ts';

export default defineOperation({
  id: 'ai.start',
  summary: 'Run an AI node until stopped',
  kind: 'command',
  roles: ['command'],
  input: z.object({
    model: z
      .array(z.string().min(1))
      .min(1)
      .describe('A GGUF file, or hf:OWNER/REPO:QUANT, which is fetched from the hub once'),
    data: nodeFolder,
    space: z.string().optional().describe('An invite link for an AI node: it joins, and answers there'),
    name: z.string().min(1).max(128).optional().describe('What it is called there; without it AI'),
    listen: z.string().optional().describe('HOST:PORT of its HTTP interface; without it 127.0.0.1:11535'),
    context: z.number().int().min(1).optional().describe('Tokens of context kept ready'),
    cpu: z.boolean().optional().describe('Leave a graphics card alone'),
    acceptLicence: z
      .array(z.string().min(1))
      .optional()
      .describe("A model's licence that you have read and accept, by its name"),
  }),
  output: z.object({}),
  errors: [
    'MODEL_INVALID',
    'MODEL_UNFIT',
    'MODEL_NOT_LOADED',
    'ENGINE_MISSING',
    'FILE_UNREADABLE',
    'LICENCE_NOT_ACCEPTED',
    'HUB_UNREACHABLE',
    'HUB_REFUSED',
    'HUB_BUSY',
    'MODEL_MISMATCH',
    'DISK_FULL',
    'PORT_IN_USE',
    'PROFILE_IN_USE',
  ],
  examples: [
    'plexi ai start --model ./model.gguf --data ./ai',
    'plexi ai start --model ./model.gguf --data ./ai --space plexi://join/…',
    'plexi ai start --model hf:Qwen/Qwen3-4B-GGUF:Q4_K_M --data ./ai',
  ],
});

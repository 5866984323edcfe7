/** Where an AI node keeps its models and keys, as every command of it takes it. */
import { z } from 'zod';

export const nodeFolder = z
  .string()
  .min(1)
  .optional()
  .describe("The node's folder; without it the one folder `ai` in PlexiChat's data");

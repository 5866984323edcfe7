export {
  type CitedAnswer,
  citeSources,
  composePrompt,
  type Question,
  type ReadSources,
  readLess,
  type Source,
} from './compose.ts';

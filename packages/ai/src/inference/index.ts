export { readAnswerSchema } from './answer-schema.ts';
export {
  type Call,
  type ChatAnswer,
  type ChatCall,
  type ChatMessage,
  type ChatRequest,
  chatRequestShape,
  type Embeddings,
} from './chat.ts';
export { type Answerer, createEngine, type Engine, type ModelState } from './engine.ts';
export { createFairQueue } from './fair-queue.ts';
export { answerRoom, fitMessages } from './fit-messages.ts';
export { type Asker, createModelRunner, type ModelRunner } from './model-runner.ts';

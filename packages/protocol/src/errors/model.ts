import type { ErrorKinds } from './kind.ts';

/** Models, hubs and inference. */
export const MODEL_ERRORS = {
  MODEL_INVALID: {
    owner: 'environment',
    message: 'The file is no model that can be used.',
    next: 'Check that it is a whole GGUF file, or fetch it again.',
  },
  MODEL_UNFIT: {
    owner: 'caller',
    message: 'This model is not made for that.',
    next: 'Use a chat model for answers and an embedding model for embeddings.',
  },
  MODEL_NOT_LOADED: {
    owner: 'environment',
    message: 'The model could not be loaded.',
    next: 'Check that the machine has enough memory for it, or use a smaller one.',
  },
  ENGINE_MISSING: {
    owner: 'environment',
    message: 'The engine that runs models, llama.cpp, does not run on this machine.',
    next: 'Use a machine with Linux, macOS or Windows on x86-64 or ARM64.',
  },
  CONTEXT_EXCEEDED: {
    owner: 'caller',
    message: 'The text is longer than the model can take in.',
    next: 'Make it shorter, or start the node with a larger context.',
  },
  SCHEMA_UNSUPPORTED: {
    owner: 'caller',
    message: 'Answers cannot be held to that JSON schema.',
    next: 'Use types, properties, items, enum, const, oneOf and $defs only.',
  },
  INFERENCE_FAILED: {
    owner: 'environment',
    message: 'The inference process ended before the answer was complete.',
    next: 'Ask again: it has been started anew. If it happens again, the model or the memory of the machine is at fault.',
  },
  HUB_UNREACHABLE: {
    owner: 'environment',
    message: 'The model hub does not answer.',
    next: 'Check the connection and try again; what was fetched so far is kept.',
  },
  HUB_REFUSED: {
    owner: 'caller',
    message: 'The model hub does not give this model to everybody.',
    next: "Accept its terms on the model's page, and set HF_TOKEN to a token of that account.",
  },
  HUB_BUSY: {
    owner: 'environment',
    message: 'The model hub asks to wait.',
    next: 'Try again later; what was fetched so far is kept.',
  },
  HUB_ANSWER_INVALID: {
    owner: 'peer',
    message: 'The model hub gave an answer that makes no sense.',
    next: 'Check HF_ENDPOINT, or try again later.',
  },
  MODEL_MISMATCH: {
    owner: 'peer',
    message: 'The file that came is not the one that the hub names: its SHA-256 is another.',
    next: 'Nothing of it was kept. Try again; if it happens again, somebody may be changing it on the way.',
  },
  DISK_FULL: {
    owner: 'environment',
    message: 'There is not enough room on the disk.',
    next: 'Make room, or choose another folder.',
  },
  LICENCE_NOT_ACCEPTED: {
    owner: 'caller',
    message: "The model's licence sets conditions that nobody has accepted yet.",
    next: 'Read it, and accept it by its name: --accept-licence NAME.',
  },
  KEY_UNKNOWN: {
    owner: 'caller',
    message: 'That is no API key of this node.',
    next: 'Make one with: plexi ai key create.',
  },
  RATE_LIMITED: {
    owner: 'caller',
    message: 'That is more requests than one key may make.',
    next: 'Wait a moment and try again.',
  },
  NODE_UNREACHABLE: {
    owner: 'environment',
    message: 'The AI node does not answer.',
    next: 'Check its address and that it is running.',
  },
  CANCELLED: { owner: 'caller', message: 'That was cancelled.', next: 'Ask again when you want it.' },
} as const satisfies ErrorKinds;

/** [L6] Bounds on models and on what is asked of them, part of `LIMITS`: bytes, milliseconds, else counts. */
export const AI_LIMITS = {
  /** A model file: all of it, and what may stand before its tensors. */
  modelFileBytes: 1024 ** 4,
  ggufHeaderBytes: 256 * 1024 * 1024,
  /** What stands there: keys, one's bytes, a text's bytes, items of all lists together, lists in lists, tensors. */
  ggufKeys: 4096,
  ggufKeyBytes: 256,
  ggufTextBytes: 1024 * 1024,
  ggufItems: 8 * 1024 * 1024,
  ggufNesting: 2,
  ggufTensors: 65_536,
  /** One message to or from an inference process; bytes that wait for one which does not read. */
  inferenceMessageBytes: 8 * 1024 * 1024,
  inferenceQueueBytes: 32 * 1024 * 1024,
  /** How long a model may take to load, one inference may take, and one that was cancelled may go on. */
  modelLoadMs: 15 * 60_000,
  inferenceMs: 30 * 60_000,
  inferenceCancelMs: 10_000,
  /** How long an inference process may give no sign of life, and how long it is not started again for a model that did not load. */
  inferenceHangMs: 60_000,
  modelRetryMs: 5_000,
  /** Inferences that wait for one model: of everybody, and of one who asks. */
  inferencesWaiting: 256,
  inferencesWaitingOfOne: 32,
  /** How long a model stays loaded with nothing to do. */
  modelIdleMs: 15 * 60_000,
  /** Messages of one prompt, and all their text, UTF-8. */
  promptMessages: 2048,
  /** A model's name, and messages that an answer of its cites. */
  modelNameBytes: 256,
  inferenceSources: 16,
  /** Inferences that one letter of an AI node tells of, and letters of one node that an admin keeps: the newest. */
  talliedInferences: 64,
  talliesOfOne: 512,
  /** Of an answer that is being written, the end that is shown of it; how often, in milliseconds; and so many at once. */
  answeringChars: 900,
  answeringEveryMs: 300,
  answersAtOnce: 16,
  promptBytes: 2 * 1024 * 1024,
  /** Tokens of one answer. */
  answerTokens: 16 * 1024,
  /** Texts that one call asks the embeddings of; words that end an answer, and their length. */
  embeddingTexts: 256,
  stopWords: 4,
  stopWordBytes: 256,
  /** The JSON schema that an answer keeps to: its text, and objects within objects. */
  answerSchemaBytes: 64 * 1024,
  answerSchemaDepth: 32,
  /** A model hub's answer beside files; pages of a list, files in one model, redirects on the way to a file. */
  hubAnswerBytes: 8 * 1024 * 1024,
  hubPages: 64,
  hubFiles: 20_000,
  hubRedirects: 8,
  /** How long a hub may send nothing, tries without one more byte, and how long one that is busy may have us wait. */
  hubIdleMs: 60_000,
  hubTries: 6,
  hubWaitMs: 10 * 60_000,
  /** Parts that one model is cut into. */
  modelParts: 256,
  /** What stays free on the disk that a model is fetched to. */
  diskReserveBytes: 512 * 1024 * 1024,
  /** An HTTP request to an AI node: its body, connections, how long its head and its body may take, an answer that nobody reads. */
  apiBodyBytes: 4 * 1024 * 1024,
  apiConnections: 256,
  apiHeadMs: 10_000,
  apiBodyMs: 60_000,
  apiQueueBytes: 1024 * 1024,
  /** API keys of one node; requests of one key: so many at once, and so many a minute. */
  apiKeys: 256,
  apiBurst: 60,
  apiPerMinute: 600,
  /** How long a stream says nothing before it says that it is still there; and how long another node's may be silent. */
  apiSilenceMs: 15_000,
  nodeSilenceMs: 60_000,
  /** How long another node may take to say how it is. */
  nodeAnswerMs: 5_000,
  /** Models that one node serves. */
  nodeModels: 16,
  /** Tokens of context that are kept ready, where nobody says how many: more is more memory. */
  contextTokens: 8192,
} as const;

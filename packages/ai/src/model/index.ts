export { describeModel, type ModelFacts, type ModelKind } from './describe-model.ts';
export { type Gguf, readGguf } from './gguf.ts';
export { bytesSource, type GgufSource } from './gguf-source.ts';
export { type ModelFile, openModelFile } from './model-file.ts';

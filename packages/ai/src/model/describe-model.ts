/** What kind of model a file holds, from what it says of itself. */

import type { Gguf, GgufValue } from './gguf.ts';
import { invalid } from './gguf-cursor.ts';

export type ModelKind = 'chat' | 'embedding' | 'reranking';

export interface ModelFacts {
  architecture: string;
  kind: ModelKind;
  /** As its maker calls it. */
  name: string | undefined;
  parameters: number;
  /** How most of its numbers are packed: `Q4_K`, `F16` … */
  packing: string;
  /** Tokens that it was made to take in at once. */
  contextTokens: number;
  /** Numbers in one of its embeddings. */
  dimensions: number;
  /** An SPDX-like name, where it says one. */
  licence: string | undefined;
}

/** Architectures that read text and write none. */
const ENCODERS = /(?:^|-)(?:bert|modern-bert|neo-bert|t5encoder|gemma-embedding|eurobert)(?:$|-)/;
const POOLING_RANK = 4;
const LONGEST_CONTEXT = 2 ** 31 - 1;

const asText = (value: GgufValue | undefined): string | undefined =>
  typeof value === 'string' && value !== '' ? value.slice(0, 128) : undefined;

const asCount = (value: GgufValue | undefined): number | undefined =>
  typeof value === 'number' && Number.isInteger(value) && value > 0 && value <= LONGEST_CONTEXT
    ? value
    : undefined;

/** Throws MODEL_INVALID where there is no model in it that could be run: a vocabulary alone, no architecture. */
export const describeModel = (gguf: Gguf): ModelFacts => {
  const { metadata } = gguf;
  const architecture = asText(metadata.get('general.architecture'));
  if (architecture === undefined || !/^[a-z0-9._-]{1,64}$/.test(architecture))
    throw invalid('it names no architecture');
  const vocabulary = metadata.get('tokenizer.ggml.tokens');
  if (typeof vocabulary !== 'object' || vocabulary.items === 0) throw invalid('it has no vocabulary');
  if (gguf.packing === undefined) throw invalid('it is a vocabulary alone');
  const contextTokens = asCount(metadata.get(`${architecture}.context_length`));
  const dimensions = asCount(metadata.get(`${architecture}.embedding_length`));
  if (contextTokens === undefined || dimensions === undefined) throw invalid('it does not say its sizes');
  const pooling = asCount(metadata.get(`${architecture}.pooling_type`));
  const kind =
    pooling === POOLING_RANK
      ? 'reranking'
      : pooling !== undefined || ENCODERS.test(architecture)
        ? 'embedding'
        : 'chat';
  return {
    architecture,
    kind,
    name: asText(metadata.get('general.name')),
    parameters: gguf.parameters,
    packing: gguf.packing,
    contextTokens,
    dimensions,
    licence: asText(metadata.get('general.license')),
  };
};

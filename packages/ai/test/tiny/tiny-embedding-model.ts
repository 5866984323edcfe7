/** An embedding model of a hundred kilobytes that llama.cpp really runs: BERT with random weights and mean pooling. */
import { type WrittenTensor, writeGguf } from './gguf-writer.ts';
import { randomValues, seededRandom } from './random.ts';

const WIDTH = 32;
const HEADS = 4;
const LAYERS = 2;
const HIDDEN = 64;

const NORMAL = 1;
const CONTROL = 3;
const SPECIAL = ['[PAD]', '[UNK]', '[CLS]', '[SEP]', '[MASK]'];
const LETTERS = 'abcdefghijklmnopqrstuvwxyz0123456789.,:;!?-'.split('');
/** As llama.cpp's converter leaves them: what begins a word is marked, what goes on is bare. */
const VOCABULARY = [...SPECIAL, ...LETTERS.map((letter) => `▁${letter}`), ...LETTERS];

export const tinyEmbeddingModel = (
  options: { seed?: number; contextTokens?: number; pooling?: number } = {},
): Uint8Array<ArrayBuffer> => {
  const { seed = 1, contextTokens = 128, pooling = 1 } = options;
  const random = seededRandom(seed);
  const vector = (name: string, length: number, value: number): WrittenTensor => ({
    name,
    dimensions: [length],
    values: new Float32Array(length).fill(value),
  });
  const matrix = (name: string, rows: number, columns: number, scale = 0.3): WrittenTensor => ({
    name,
    dimensions: [rows, columns],
    values: randomValues(random, rows * columns, scale),
  });
  const layer = (name: string, rows: number, columns: number): WrittenTensor[] => [
    matrix(`${name}.weight`, rows, columns),
    vector(`${name}.bias`, columns, 0),
  ];
  const norm = (name: string): WrittenTensor[] => [
    vector(`${name}.weight`, WIDTH, 1),
    vector(`${name}.bias`, WIDTH, 0),
  ];
  const tensors = [
    matrix('token_embd.weight', WIDTH, VOCABULARY.length, 1),
    matrix('token_types.weight', WIDTH, 2, 0.02),
    matrix('position_embd.weight', WIDTH, contextTokens, 0.05),
    ...norm('token_embd_norm'),
    ...Array.from({ length: LAYERS }, (_, i) => [
      ...layer(`blk.${i}.attn_q`, WIDTH, WIDTH),
      ...layer(`blk.${i}.attn_k`, WIDTH, WIDTH),
      ...layer(`blk.${i}.attn_v`, WIDTH, WIDTH),
      ...layer(`blk.${i}.attn_output`, WIDTH, WIDTH),
      ...norm(`blk.${i}.attn_output_norm`),
      ...layer(`blk.${i}.ffn_up`, WIDTH, HIDDEN),
      ...layer(`blk.${i}.ffn_down`, HIDDEN, WIDTH),
      ...norm(`blk.${i}.layer_output_norm`),
    ]).flat(),
  ];
  return writeGguf(
    {
      'general.architecture': { kind: 'text', value: 'bert' },
      'general.name': { kind: 'text', value: 'Tiny Embedding' },
      'general.file_type': { kind: 'u32', value: 0 },
      'bert.context_length': { kind: 'u32', value: contextTokens },
      'bert.embedding_length': { kind: 'u32', value: WIDTH },
      'bert.block_count': { kind: 'u32', value: LAYERS },
      'bert.feed_forward_length': { kind: 'u32', value: HIDDEN },
      'bert.attention.head_count': { kind: 'u32', value: HEADS },
      'bert.attention.layer_norm_epsilon': { kind: 'f32', value: 1e-12 },
      'bert.attention.causal': { kind: 'bool', value: false },
      'bert.pooling_type': { kind: 'u32', value: pooling },
      'tokenizer.ggml.model': { kind: 'text', value: 'bert' },
      'tokenizer.ggml.token_type_count': { kind: 'u32', value: 2 },
      'tokenizer.ggml.tokens': { kind: 'texts', value: VOCABULARY },
      'tokenizer.ggml.token_type': {
        kind: 'i32s',
        value: VOCABULARY.map((text) => (SPECIAL.includes(text) ? CONTROL : NORMAL)),
      },
      'tokenizer.ggml.padding_token_id': { kind: 'u32', value: 0 },
      'tokenizer.ggml.unknown_token_id': { kind: 'u32', value: 1 },
      'tokenizer.ggml.bos_token_id': { kind: 'u32', value: 2 },
      'tokenizer.ggml.cls_token_id': { kind: 'u32', value: 2 },
      'tokenizer.ggml.seperator_token_id': { kind: 'u32', value: 3 },
      'tokenizer.ggml.mask_token_id': { kind: 'u32', value: 4 },
    },
    tensors,
  );
};

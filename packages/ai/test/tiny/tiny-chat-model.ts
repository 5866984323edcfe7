/**
 * A chat model of a few hundred kilobytes that llama.cpp really runs: the llama architecture with random weights. It writes
 * letters without sense, the same ones for the same seed.
 */
import { type WrittenTensor, writeGguf } from './gguf-writer.ts';
import { randomValues, seededRandom } from './random.ts';

interface TinyChatModelOptions {
  /** @default 1 */
  seed?: number;
  /** How much likelier than a letter the end of the answer is, as a logit. @default -20: it goes on until it is stopped */
  endBias?: number;
  /** @default 512 */
  contextTokens?: number;
  name?: string;
  licence?: string;
}

const WIDTH = 64;
const HEADS = 4;
const LAYERS = 2;
const HIDDEN = 96;

const NORMAL = 1;
const UNKNOWN = 2;
const CONTROL = 3;
const BYTE = 6;

const LETTERS = '▁abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.,:;!?-_"\'()[]{}'.split('');
const TURN_START = '<|im_start|>';
const TURN_END = '<|im_end|>';

const VOCABULARY: readonly { text: string; type: number }[] = [
  { text: '<unk>', type: UNKNOWN },
  { text: '<s>', type: CONTROL },
  { text: '</s>', type: CONTROL },
  ...Array.from({ length: 256 }, (_, i) => ({
    text: `<0x${i.toString(16).toUpperCase().padStart(2, '0')}>`,
    type: BYTE,
  })),
  ...LETTERS.map((text) => ({ text, type: NORMAL })),
  { text: TURN_START, type: CONTROL },
  { text: TURN_END, type: CONTROL },
];

const TEMPLATE =
  "{% for message in messages %}{{'<|im_start|>' + message['role'] + '\n' + message['content'] + '<|im_end|>' + '\n'}}{% endfor %}{% if add_generation_prompt %}{{ '<|im_start|>assistant\n' }}{% endif %}";

/** The first number of every token is the same and large, so that a row of the output can favour or shun a token always. */
const CONSTANT = 4;
/** What that number is, about, when it arrives at the output. */
const ARRIVES = 5;

const outputWeights = (random: () => number, endBias: number): Float32Array => {
  const weights = randomValues(random, VOCABULARY.length * WIDTH, 0.6);
  VOCABULARY.forEach(({ text, type }, i) => {
    weights[i * WIDTH] = (text === TURN_END ? endBias : type === NORMAL ? 0 : -20) / ARRIVES;
  });
  return weights;
};

export const tinyChatModel = (options: TinyChatModelOptions = {}): Uint8Array<ArrayBuffer> => {
  const { seed = 1, endBias = -20, contextTokens = 512, name = 'Tiny Chat', licence } = options;
  const random = seededRandom(seed);
  const ones = (): Float32Array => new Float32Array(WIDTH).fill(1);
  const matrix = (label: string, rows: number, columns: number, scale: number): WrittenTensor => ({
    name: label,
    dimensions: [rows, columns],
    values: randomValues(random, rows * columns, scale),
  });
  const embeddings = randomValues(random, VOCABULARY.length * WIDTH, 0.5);
  for (let i = 0; i < VOCABULARY.length; i++) embeddings[i * WIDTH] = CONSTANT;

  const tensors: WrittenTensor[] = [
    { name: 'token_embd.weight', dimensions: [WIDTH, VOCABULARY.length], values: embeddings },
    { name: 'output_norm.weight', dimensions: [WIDTH], values: ones() },
    {
      name: 'output.weight',
      dimensions: [WIDTH, VOCABULARY.length],
      values: outputWeights(random, endBias),
    },
  ];
  for (let layer = 0; layer < LAYERS; layer++) {
    const at = `blk.${layer}`;
    tensors.push(
      { name: `${at}.attn_norm.weight`, dimensions: [WIDTH], values: ones() },
      matrix(`${at}.attn_q.weight`, WIDTH, WIDTH, 0.2),
      matrix(`${at}.attn_k.weight`, WIDTH, WIDTH, 0.2),
      matrix(`${at}.attn_v.weight`, WIDTH, WIDTH, 0.1),
      matrix(`${at}.attn_output.weight`, WIDTH, WIDTH, 0.1),
      { name: `${at}.ffn_norm.weight`, dimensions: [WIDTH], values: ones() },
      matrix(`${at}.ffn_gate.weight`, WIDTH, HIDDEN, 0.1),
      matrix(`${at}.ffn_up.weight`, WIDTH, HIDDEN, 0.1),
      matrix(`${at}.ffn_down.weight`, HIDDEN, WIDTH, 0.1),
    );
  }
  return writeGguf(
    {
      'general.architecture': { kind: 'text', value: 'llama' },
      'general.name': { kind: 'text', value: name },
      ...(licence === undefined ? {} : { 'general.license': { kind: 'text', value: licence } as const }),
      'general.file_type': { kind: 'u32', value: 0 },
      'llama.context_length': { kind: 'u32', value: contextTokens },
      'llama.embedding_length': { kind: 'u32', value: WIDTH },
      'llama.block_count': { kind: 'u32', value: LAYERS },
      'llama.feed_forward_length': { kind: 'u32', value: HIDDEN },
      'llama.attention.head_count': { kind: 'u32', value: HEADS },
      'llama.attention.head_count_kv': { kind: 'u32', value: HEADS },
      'llama.attention.layer_norm_rms_epsilon': { kind: 'f32', value: 1e-5 },
      'llama.rope.dimension_count': { kind: 'u32', value: WIDTH / HEADS },
      'llama.vocab_size': { kind: 'u32', value: VOCABULARY.length },
      'tokenizer.ggml.model': { kind: 'text', value: 'llama' },
      'tokenizer.ggml.tokens': { kind: 'texts', value: VOCABULARY.map(({ text }) => text) },
      'tokenizer.ggml.scores': { kind: 'f32s', value: VOCABULARY.map((_, i) => -i) },
      'tokenizer.ggml.token_type': { kind: 'i32s', value: VOCABULARY.map(({ type }) => type) },
      'tokenizer.ggml.bos_token_id': { kind: 'u32', value: 1 },
      'tokenizer.ggml.eos_token_id': { kind: 'u32', value: VOCABULARY.length - 1 },
      'tokenizer.ggml.unknown_token_id': { kind: 'u32', value: 0 },
      'tokenizer.ggml.add_bos_token': { kind: 'bool', value: true },
      'tokenizer.ggml.add_space_prefix': { kind: 'bool', value: false },
      'tokenizer.chat_template': { kind: 'text', value: TEMPLATE },
    },
    tensors,
  );
};

/** A model that passes our reader and at which llama.cpp divides by zero: it has no attention heads. */
export const crashingModel = (): Uint8Array<ArrayBuffer> => {
  const bytes = tinyChatModel();
  const key = Buffer.from('llama.attention.head_count');
  const typeBytes = 4;
  const place = Buffer.from(bytes.buffer).indexOf(key) + key.length + typeBytes;
  new DataView(bytes.buffer).setUint32(place, 0, true);
  return bytes;
};

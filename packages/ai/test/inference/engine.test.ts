import { isPlexiError, LIMITS } from '@plexi/protocol';
import { describe, expect, onTestFinished, test } from 'vitest';
import { createEngine } from '../../src/inference/index.ts';
import { saveModel, tinyChatModel, tinyEmbeddingModel } from '../tiny/index.ts';

const codeOf = (act: () => unknown): string => {
  try {
    act();
    return 'fine';
  } catch (error) {
    return isPlexiError(error) ? error.code : String(error);
  }
};

describe('[A2] the models of a node', () => {
  test('[L6] are so many', () => {
    const file = saveModel(tinyChatModel(), onTestFinished);
    const models = (count: number) => Array.from({ length: count }, (_, i) => ({ id: `model ${i}`, file }));
    expect(codeOf(() => createEngine({ models: models(LIMITS.nodeModels) }))).toBe('fine');
    expect(codeOf(() => createEngine({ models: models(LIMITS.nodeModels + 1) }))).toBe('TOO_LARGE');
  });

  test('are known before they are loaded, and can chat or embed', async () => {
    const chat = saveModel(tinyChatModel(), onTestFinished);
    const ranking = saveModel(tinyEmbeddingModel({ pooling: 4 }), onTestFinished);
    expect(codeOf(() => createEngine({ models: [{ id: 'r', file: ranking }] }))).toBe('MODEL_UNFIT');
    const engine = createEngine({ models: [{ id: 'c', file: chat }] });
    expect(engine.models()).toMatchObject([
      { id: 'c', kind: 'chat', name: 'Tiny Chat', loaded: false, contextTokens: 512 },
    ]);
    await expect(engine.embed('none', ['x'], { asker: 'ada' })).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await engine.close();
    await expect(
      engine.chat('c', { messages: [{ role: 'user', text: '' }] }, { asker: 'ada' }),
    ).rejects.toMatchObject({
      code: 'CANCELLED',
    });
  });
});

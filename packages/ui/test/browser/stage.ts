/** A stage for the tests of one file: closed behind them, and none of them may leave a complaint. */
import { afterAll, afterEach, beforeAll, expect } from 'vitest';
import { openStage, type Stage } from './browser.ts';
import { composer } from './lab.ts';

/** To be called where the tests are described; gives how they open a scene. */
export const useStage = (permissions?: string[]): Stage['open'] => {
  let stage: Stage | undefined;
  beforeAll(async () => {
    stage = await openStage(permissions);
  }, 60_000);
  afterEach(async () => {
    expect(await stage?.leave()).toEqual([]);
  });
  afterAll(() => stage?.close());
  return async (...scene) => {
    if (stage === undefined) throw new Error('the stage is not open yet');
    return stage.open(...scene);
  };
};

/** The same for scenes that open in Harbour Lab's general: once it can be written in. */
export const useChannelStage = (): Stage['open'] => {
  const open = useStage();
  return async (...scene) => {
    const page = await open(...scene);
    await composer(page).waitFor();
    return page;
  };
};

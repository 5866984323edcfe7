/** The screens about AI nodes and guests, by the way that leads to each. */
import { choose, type Screen } from './ways.ts';

export const ASSISTANT_SCREENS: Record<string, Screen> = {
  'an answer by an AI node': {
    scene: 'assistant',
    go: async (page) => {
      const send = async (): Promise<void> => {
        await page.evaluate(() => {
          const { script, emit } = window.peer;
          const [space] = script.spaces;
          const atlas = space?.members.find(({ name }) => name === 'Atlas');
          const [channel] = space?.channels ?? [];
          if (space === undefined || atlas === undefined || channel === undefined) return;
          emit({
            type: 'answering',
            space: space.summary.id,
            channel: channel.id,
            to: atlas.account,
            account: atlas.account,
            name: 'Atlas',
            text: 'The tide turns at 14:20, so the slip is free from',
          });
        });
      };
      await page.getByText('Written by a model:').waitFor();
      await send();
    },
    sign: (page) => page.getByText('Atlas is answering…'),
  },
  'naming an AI node': {
    scene: 'assistant',
    go: async (page) => {
      await page.getByText('Written by a model:').waitFor();
      await page.getByLabel('Message to general').pressSequentially('@A');
    },
    sign: (page) => page.getByRole('option', { name: 'Atlas AI node' }),
  },
  'who reads with an AI node': {
    scene: 'assistant',
    go: async (page) => page.getByRole('button', { name: 'Only 3 members and Atlas can read this' }).click(),
    sign: (page) => page.getByRole('heading', { name: '4 people' }),
  },
  'admitting a guest': {
    scene: 'assistant',
    go: async (page) => {
      await page.getByText('Written by a model:').waitFor();
      await choose(page, 'Settings of general');
      await page.getByLabel('Admit to this channel').waitFor();
    },
    sign: (page) => page.getByRole('heading', { name: 'Guests, AI nodes and bots here' }),
  },
};

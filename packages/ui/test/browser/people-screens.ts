/** The screens about people and settings, by the way that leads to each. */
import { choose, heading, press, type Screen } from './ways.ts';

export const PEOPLE_SCREENS: Record<string, Screen> = {
  'new direct message': {
    scene: 'people',
    go: async (page) => {
      await choose(page, 'New direct message');
      await page.getByRole('option', { name: /Noor/u }).click();
    },
    sign: (page) => page.getByText('1 person chosen, at most 8.'),
  },
  requests: {
    scene: 'people',
    go: (page) => choose(page, 'Requests to talk'),
    sign: heading('1 request to talk'),
  },
  'create a private channel': {
    scene: 'people',
    go: async (page) => {
      await choose(page, 'New channel');
      await page.getByLabel('Name of the channel').fill('budget 2027');
      await page.getByText('Private', { exact: true }).click();
    },
    sign: (page) => page.getByText('Nobody chosen yet, at most 64.'),
  },
  'people of a private channel': {
    scene: 'people',
    go: async (page) => {
      await choose(page, 'budget');
      await press(page, 'Members');
    },
    sign: heading('2 people in this channel'),
  },
  'adding to a private channel': {
    scene: 'people',
    go: async (page) => {
      await choose(page, 'budget');
      await press(page, 'Members');
      await press(page, 'Add people');
    },
    sign: heading('Add people to budget'),
  },
  people: { scene: 'people', sign: (page) => page.getByText('Found it, thank you.') },
  'a direct message': {
    scene: 'people',
    go: async (page) => {
      await page.getByLabel('Message to general').waitFor();
      await choose(page, 'Noor');
    },
    sign: (page) => page.getByLabel('Message to Noor'),
  },
  profile: {
    scene: 'people',
    go: async (page) => {
      await press(page, 'Members');
      await page.getByRole('complementary').getByRole('button', { name: 'Noor', exact: true }).click();
    },
    sign: (page) => page.getByText('Tides, mostly.'),
  },
  'a disguised name': {
    scene: 'people',
    go: (page) => press(page, 'Members'),
    sign: (page) => page.getByText(/Looks like/u).first(),
  },
  keys: {
    scene: 'people',
    go: async (page) => {
      await page.getByLabel('Message to general').waitFor();
      await page.keyboard.press('Control+/');
    },
    sign: heading('Keyboard shortcuts'),
  },
  ...Object.fromEntries(
    ['Profile', 'Appearance', 'Notifications', 'Privacy', 'Keyboard'].map((name): [string, Screen] => [
      `settings ${name.toLowerCase()}`,
      {
        scene: 'people',
        go: async (page) => {
          await page.getByLabel('Message to general').waitFor();
          await page.keyboard.press('Control+,');
          await page.getByRole('tab', { name }).click();
        },
        sign: (page) => page.getByRole('tabpanel', { name }),
      },
    ]),
  ),
  browse: {
    scene: 'people',
    go: (page) => choose(page, 'Browse channels'),
    sign: heading('Channels of Harbour Lab'),
  },
  'channel settings': {
    scene: 'people',
    go: (page) => choose(page, 'Settings of general'),
    sign: heading('Settings of general'),
  },
  'space settings': {
    scene: 'people',
    go: (page) => choose(page, 'Space settings'),
    sign: heading('Settings of Harbour Lab'),
  },
};

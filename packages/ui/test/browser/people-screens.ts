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
  'verifying somebody': {
    scene: 'people',
    go: async (page) => {
      await press(page, 'Members');
      await page.getByRole('complementary').getByRole('button', { name: 'Noor', exact: true }).click();
      await press(page, 'Verify');
    },
    sign: (page) => page.getByRole('list', { name: 'Safety number' }),
  },
  'somebody verified has a new device': {
    scene: 'verified',
    go: async (page) => {
      await page.getByLabel('Message to general').waitFor();
      await choose(page, 'Ben Okafor');
      await press(page, 'Compare again');
    },
    sign: (page) => page.getByText('A device that came after you had compared'),
  },
  'verified and changed, in lists and lines': {
    scene: 'verified',
    go: (page) => press(page, 'Members'),
    sign: (page) => page.getByText(/^Not the Ben Okafor/u).first(),
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
    ['Profile', 'Appearance', 'Notifications', 'Privacy', 'Protection', 'Storage', 'Plugins', 'Keyboard'].map(
      (name): [string, Screen] => [
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
      ],
    ),
  ),
  'a panel that was closed': {
    scene: 'people',
    go: async (page) => {
      await choose(page, 'Reminders');
      await page.evaluate(() => {
        const { script, emit } = window.peer;
        const reminders = script.plugins?.find(({ id }) => id === 'reminders');
        if (reminders !== undefined) Object.assign(reminders, { state: 'waiting', grants: [] });
        emit({ type: 'plugins' });
      });
    },
    sign: (page) => page.getByText(/Reminders.? is allowed nothing any more/u),
  },
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

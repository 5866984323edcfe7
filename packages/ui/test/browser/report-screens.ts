/** The screens about reports, by the way that leads to each. */
import type { Page } from 'playwright-core';
import { composer } from './lab.ts';
import { heading, press, type Screen } from './ways.ts';

const look = (page: Page) => press(page, 'Look at it');

export const REPORT_SCREENS: Record<string, Screen> = {
  'reporting a message': {
    scene: 'busy',
    go: async (page) => {
      await page.locator('[data-message]').first().click({ button: 'right' });
      await page.getByRole('menuitem', { name: /^Report/u }).click();
    },
    sign: (page) => page.getByText('This is what they are shown'),
  },
  'reporting what was said between a few': {
    scene: 'warned',
    go: async (page) => {
      await page.locator('[data-message]').first().click({ button: 'right' });
      await page.getByRole('menuitem', { name: /^Report/u }).click();
    },
    sign: (page) => page.getByText(/They cannot read this conversation/u),
  },
  'reports to decide': {
    scene: 'reported',
    go: look,
    sign: (page) => page.getByRole('button', { name: 'Nothing wrong' }).first(),
  },
  'the evidence of a report': {
    scene: 'reported',
    go: async (page) => {
      await look(page);
      await page.getByRole('button', { name: 'Show the evidence' }).first().click();
    },
    sign: (page) => page.getByText('What was written, in order'),
  },
  'deciding a report': {
    scene: 'reported',
    go: async (page) => {
      await look(page);
      await page.getByRole('button', { name: 'Decide…' }).first().click();
      await page.getByRole('radio', { name: /^Mute/u }).check({ force: true });
    },
    sign: heading('Decide the report'),
  },
  'deciding an appeal': {
    scene: 'reported',
    go: async (page) => {
      await look(page);
      await press(page, 'Decide the appeal…');
    },
    sign: heading('Decide the appeal'),
  },
  'messages that wait to be reviewed': {
    scene: 'moderated',
    sign: (page) => page.getByRole('button', { name: 'Show it to me' }).first(),
  },
  'a warning before sending': {
    scene: 'moderated',
    go: async (page) => {
      await composer(page).fill('What a zorbonaut');
      await page.keyboard.press('Enter');
    },
    sign: (page) => page.getByRole('button', { name: 'Send it as it is' }),
  },
  'being warned': {
    scene: 'warned',
    go: async (page) => {
      await look(page);
      await page.getByRole('button', { name: 'Appeal…' }).click();
    },
    sign: (page) => page.getByLabel('Why should they decide otherwise?'),
  },
};

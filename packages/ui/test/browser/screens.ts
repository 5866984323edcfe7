/** Every screen, by the way that leads to it. */
import type { Page } from 'playwright-core';
import { idOf } from '../script.ts';
import { ASSISTANT_SCREENS } from './assistant-screens.ts';
import { PEOPLE_SCREENS } from './people-screens.ts';
import { REPORT_SCREENS } from './report-screens.ts';
import { choose, heading, openTool, press, type Screen } from './ways.ts';

const GENERAL = idOf('Lab/general');

const openAccount = async (page: Page): Promise<void> => {
  await press(page, 'Back to the channels');
  await page.getByRole('button', { name: /Show your account$/u }).click();
};
const toName = (page: Page) => press(page, 'Create an account');
const toPhrase = async (page: Page): Promise<void> => {
  await toName(page);
  await page.getByLabel('Your name').fill('Ada');
  await press(page, 'Continue');
};
/** The ways across channels stand in the sidebar. */
const openNav = (name: string | RegExp) => async (page: Page) => {
  await press(page, 'Back to the channels');
  await page.getByRole('list', { name: 'Across channels' }).getByRole('button', { name }).click();
};

export const SCREENS: Record<string, Screen> = {
  'catching up': { scene: 'away', go: openNav(/^Catch up/u), sign: heading('Catch up') },
  mentions: { scene: 'away', go: openNav(/^Mentions/u), sign: heading('Mentions') },
  saved: { scene: 'away', go: openNav('Saved'), sign: heading('Saved') },
  scheduled: { scene: 'away', go: openNav(/^Scheduled/u), sign: heading('Scheduled') },
  'sending later': {
    scene: 'away',
    go: (page) => press(page, 'Send later'),
    sign: heading(/^Send later in/u),
  },
  'own status': {
    scene: 'away',
    go: async (page) => {
      await page.getByLabel('Message to general').waitFor();
      await page.keyboard.press('Control+k');
      await page.getByRole('menuitem', { name: 'Set a status' }).click();
    },
    sign: heading('Your status'),
  },
  'somebody who is blocked': {
    scene: 'away',
    go: async (page) => {
      await press(page, 'Back to the channels');
      await page.getByRole('button', { name: /boat-rota/u }).click();
    },
    sign: (page) => page.getByText('A message of somebody whom you have blocked'),
  },
  welcome: { scene: 'start', sign: heading('Welcome to PlexiChat') },
  invited: { scene: 'invited', sign: (page) => page.getByText('Ben Okafor invites you to Harbour Lab') },
  name: {
    scene: 'start',
    go: async (page) => {
      await toName(page);
      await page.getByText('Ask for a passphrase').click();
    },
    sign: heading('What should people call you?'),
  },
  phrase: { scene: 'start', go: toPhrase, sign: (page) => page.getByText('sausage').first() },
  confirm: {
    scene: 'start',
    go: async (page) => {
      await toPhrase(page);
      await press(page, 'I have written them down');
      await press(page, 'Create my account');
    },
    sign: (page) => page.getByText(/Please type word/u).first(),
  },
  restore: {
    scene: 'start',
    go: async (page) => {
      await press(page, 'I have a recovery phrase');
      await page.getByLabel('Recovery phrase').fill('legal winer thank ');
    },
    sign: (page) => page.getByText(/Is it “winner”/u),
  },
  locked: { scene: 'locked', sign: heading('Welcome back') },
  'first steps': { scene: 'first', sign: heading('Hello, Ada') },
  'restore from a backup': {
    scene: 'start',
    go: async (page) => {
      await press(page, 'I have a recovery phrase');
      const buffer = Buffer.from('plexibak');
      const file = { name: 'ada.plexi-backup', mimeType: 'application/octet-stream', buffer };
      await page.locator('input[type=file]').setInputFiles(file);
    },
    sign: (page) => page.getByLabel('Passphrase of the backup'),
  },
  'create a space': {
    scene: 'first',
    go: (page) => press(page, 'Create a space'),
    sign: heading('Create a space'),
  },
  'join preview': { scene: 'join', sign: heading('Join Harbour Lab?') },
  joining: {
    scene: 'join',
    go: (page) => press(page, 'Join'),
    sign: heading('Waiting for a member’s device'),
  },
  'empty channel': { scene: 'empty', sign: heading('Nothing in general yet') },
  'busy channel': { scene: 'busy', sign: (page) => page.getByText('Found it, thank you.') },
  'damaged-disk': { scene: 'damaged-disk', sign: (page) => page.getByText(/was damaged on its disk/u) },
  'full-disk': { scene: 'full-disk', sign: (page) => page.getByText(/The disk is full/u) },
  offline: { scene: 'offline', sign: (page) => page.getByText(/You can go on writing/u) },
  error: {
    scene: 'error',
    go: async (page) => {
      await page.getByLabel('Message to general').fill('will not go');
      await page.keyboard.press('Enter');
    },
    sign: (page) => page.getByText('KEY_MISSING'),
  },
  invite: {
    scene: 'busy',
    go: (page) => choose(page, 'Invite people'),
    sign: (page) => page.getByLabel('Invite link'),
  },
  members: { scene: 'busy', go: (page) => press(page, 'Members'), sign: heading('4 members') },
  'removing a member': {
    scene: 'busy',
    go: async (page) => {
      await press(page, 'Members');
      await press(page, 'Remove Ben Okafor');
    },
    sign: (page) => page.getByText(/will read nothing written from now on/u),
  },
  canvas: {
    scene: 'busy',
    go: async (page) => {
      await press(page, 'Canvas');
      await page.getByRole('textbox', { name: 'Canvas of general' }).waitFor();
      await page.evaluate(
        (channel) => window.peer.canvas.moveCursor('Harbour Lab', channel, 'Noor', '{}'),
        GENERAL,
      );
    },
    sign: (page) => page.getByRole('complementary').getByText('Saved', { exact: true }),
  },
  'empty canvas': {
    scene: 'empty',
    go: (page) => page.getByRole('button', { name: 'Canvas', exact: true }).first().click(),
    sign: (page) => page.getByRole('complementary').getByText('Saved', { exact: true }),
  },
  'canvas history': {
    scene: 'busy',
    go: async (page) => {
      await press(page, 'Canvas');
      await press(page, 'Earlier versions');
      await page.getByRole('button', { name: /As we agreed/u }).click();
      await press(page, 'Restore this version');
    },
    sign: (page) => page.getByText(/will say again/u),
  },
  search: {
    scene: 'busy',
    go: async (page) => {
      await press(page, 'Search messages');
      await page.getByRole('combobox', { name: 'Search messages' }).fill('the');
    },
    sign: (page) => page.getByRole('option', { name: /into the canvas/u }),
  },
  sync: {
    scene: 'offline',
    go: (page) => choose(page, 'Where messages'),
    sign: heading('Where your messages are'),
  },
  trust: {
    scene: 'busy',
    go: (page) => press(page, 'Only the 4 members can read this'),
    sign: heading('Who can read this'),
  },
  palette: {
    scene: 'busy',
    go: async (page) => {
      await page.getByLabel('Message to general').waitFor();
      await page.keyboard.press('Control+k');
    },
    sign: (page) => page.getByRole('menuitem', { name: /instruments/u }),
  },
  devices: {
    scene: 'busy',
    go: (page) => openAccount(page),
    sign: (page) => page.getByText('Another computer'),
  },
  'a lost device': {
    scene: 'busy',
    go: async (page) => {
      await openAccount(page);
      await page.getByRole('button', { name: /^I lost it: computer/u }).click();
    },
    sign: heading('Put this computer out?'),
  },
  'another device': {
    scene: 'busy',
    go: async (page) => {
      await openAccount(page);
      await press(page, 'Add a computer');
    },
    sign: (page) => page.getByLabel('Device link'),
  },
  'rich messages': { scene: 'rich', sign: (page) => page.getByText('Who brings what?') },
  'menu of a message': {
    scene: 'rich',
    go: async (page) => {
      await page.locator('[data-message]', { hasText: 'Thursday it is.' }).focus();
      await page.keyboard.press('Enter');
    },
    sign: (page) => page.getByRole('menuitem', { name: 'Delete for everyone' }),
  },
  'picking an emoji': {
    scene: 'rich',
    go: (page) => press(page, 'Emoji'),
    sign: (page) => page.getByRole('gridcell').first(),
  },
  thread: {
    scene: 'rich',
    go: async (page) => {
      await page.locator('[data-message]', { hasText: 'Thursday it is.' }).focus();
      await page.keyboard.press('t');
    },
    sign: (page) => page.getByLabel('Reply in the thread'),
  },
  'pinned messages': {
    scene: 'rich',
    go: (page) => openTool(page, 'Pinned messages'),
    sign: (page) => page.getByRole('button', { name: 'Show in the channel' }),
  },
  'a new poll': { scene: 'rich', go: (page) => press(page, 'New poll'), sign: heading('A poll in general') },
  'earlier versions': {
    scene: 'rich',
    go: (page) => page.getByRole('button', { name: 'edited' }).click(),
    sign: heading('Earlier versions'),
  },
  ...PEOPLE_SCREENS,
  ...ASSISTANT_SCREENS,
  ...REPORT_SCREENS,
  'design system': { scene: 'design', sign: heading('Design system') },
  refused: { scene: 'refused', sign: heading('This address has been used') },
};

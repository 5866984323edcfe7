/** Somebody who works as people in charge do: in the admin panel, in the channel, and with commands to look things up. */
import type { OperationId, OperationInput, OperationOutput } from '@plexi/operations';
import type { FrameLocator, Page } from 'playwright-core';
import type { App } from './app.ts';
import { press, say } from './gestures.ts';
import { CHANNEL, type Hand, SPACE } from './hand.ts';
import { decide, turnTo } from './panel.ts';

const PATIENCE_MS = 90_000;
const BETWEEN_MS = 500;
const ROLES = {
  admin: 'Admin',
  moderator: 'Moderator',
  member: 'Member',
  guest: 'Guest',
  ai: 'AI node',
} as const;

/** A command line of an operation that only looks. */
const wordsOf = (id: OperationId, input: object): string[] => [
  ...id.split('.'),
  ...Object.entries(input).flatMap(([name, value]) => [`--${name}`, String(value)]),
  '--json',
];

/** Looks at it again and again: what a command says comes with no event. */
const until: Hand['until'] = async (holds, what) => {
  const end = performance.now() + PATIENCE_MS;
  while (!(await holds())) {
    if (performance.now() > end) throw new Error(`waited too long until ${what}`);
    await new Promise((resolve) => setTimeout(resolve, BETWEEN_MS));
  }
};

/** The person of a profile of `app`, whose admin panel is open in `page`. */
export const byPanel = (name: string, app: App, profile: string, page: Page, panel: FrameLocator): Hand => {
  const read = async <Id extends OperationId>(
    id: Id,
    input: OperationInput<Id>,
  ): Promise<OperationOutput<Id>> =>
    JSON.parse(await app.command(...wordsOf(id, input), '--profile', profile)) as OperationOutput<Id>;
  const inView = async (view: string, action: Parameters<typeof decide>[1]): Promise<void> => {
    await page.bringToFront();
    await turnTo(panel, view);
    await decide(panel, action);
  };
  const chooseInMenu = async (item: string): Promise<void> => {
    await press(page, `${SPACE}: menu`);
    await page.getByRole('menuitem', { name: item }).click();
  };
  const why = (words: string) => ({ 'Why (optional)': words });
  return {
    name,
    read,
    until,
    invite: async (role, uses) => {
      const admits = role === 'member' ? {} : { 'Admitted at once to': `#${CHANNEL}` };
      const fill = { 'They come as': ROLES[role], ...admits, 'How many it admits': String(uses) };
      await inView('Invites', {
        button: 'Make an invite…',
        fill,
        confirm: 'Make the link',
        said: /link is ready/u,
      });
      return panel.getByLabel('Select it and copy').inputValue();
    },
    makeRole: (whom, role) =>
      inView('Members', {
        button: `Change role…: ${whom}`,
        fill: { 'From now on': ROLES[role] },
        confirm: 'Change the role',
        said: /is now/u,
      }),
    voteFor: (whom) =>
      inView('Members', { button: `Make an owner…: ${whom}`, confirm: 'Vote', said: /an owner|You voted/u }),
    mute: (whom) => inView('Members', { button: `Mute…: ${whom}`, confirm: 'Mute', said: /is muted/u }),
    remove: (whom) =>
      inView('Members', { button: `Remove…: ${whom}`, confirm: 'Remove', said: /was removed/u }),
    hideReported: (words) =>
      inView('Reports', {
        button: /^Decide…/u,
        fill: { 'What comes of it': 'Hide the message', ...why(words) },
        confirm: 'Decide',
        said: /^Decided/u,
      }),
    reverse: (words) =>
      inView('Reports', {
        button: /^Decide the appeal…/u,
        fill: { 'What comes of the appeal': 'Reverse it', ...why(words) },
        confirm: 'Decide',
        said: /appeal is decided/u,
      }),
    dismiss: (whom) =>
      inView('Relays and AI', {
        button: new RegExp(`^End in .*${whom}$`, 'u'),
        confirm: 'End it',
        said: /no more/u,
      }),
    sign: async () => {
      // An owner's app signs by itself, once things have calmed down.
      if ((await read('governance.status', { space: SPACE })).provisional > 0)
        await inView('Overview', { button: 'Sign it as final…', confirm: 'Sign', said: /^Signed/u });
    },
    say: (text) => say(page, text),
    goOffline: () => chooseInMenu('Work offline'),
    goOnline: () => chooseInMenu('Go online'),
  };
};

/** What a list of messages lets one do with each of them, and what is open because of it. */
import type { Message } from '@plexi/operations';
import { useMemo, useState } from 'react';
import { toFailure } from '../connection/failure.ts';
import { usePeer } from '../connection/PeerProvider.tsx';
import { describeFailure } from '../notice/FailureNotice.tsx';
import { useToast } from '../notice/Toasts.tsx';
import { useTexts } from '../texts/TextsProvider.tsx';
import { useStable } from '../workspace/use-stable.ts';
import { MESSAGE_ACTIONS } from './message-actions.ts';
import type { MessageAction, MessageScene, MessageStage } from './message-scene.ts';
import { usePlace } from './PlaceProvider.tsx';

/** Where a menu hangs: at a point of the window, or at an element. */
interface Anchor {
  element: Element | undefined;
  point: { x: number; y: number } | undefined;
}

interface OpenStage extends Anchor {
  stage: MessageStage;
  message: Message;
}

export interface MessageTools {
  where: MessageScene['where'];
  readOnly: boolean;
  sceneOf: (message: Message) => MessageScene;
  run: (action: MessageAction, message: Message) => void;
  /** Runs the action of a key. Gives back whether there is one. */
  press: (message: Message, key: string) => boolean;
  open: (message: Message, stage: MessageStage, element?: Element, point?: Anchor['point']) => void;
  react: (message: Message, emoji: string, remove: boolean) => void;
  change: (message: Message) => void;
  goTo: (message: string) => void;
  openThread: (message: Message) => void;
}

export interface MessageToolsOptions {
  channel: string;
  where: MessageScene['where'];
  readOnly: boolean;
  onChange: (message: Message) => void;
  onCompose: (kind: 'answer' | 'edit', message: Message) => void;
}

export interface UsedTools {
  tools: MessageTools;
  opened: OpenStage | undefined;
  close: () => void;
}

/** Keys that open the menu, beside the one that is made for it. */
const MENU_KEYS = new Set(['Enter', ' ', 'ContextMenu']);

export const useMessageTools = (options: MessageToolsOptions): UsedTools => {
  const { channel, where, readOnly } = options;
  const t = useTexts();
  const peer = usePeer();
  const place = usePlace();
  const toast = useToast();
  const [opened, setOpened] = useState<OpenStage>();

  const change = useStable(options.onChange);
  const compose = useStable(options.onCompose);
  const attempt = useStable((work: () => void | Promise<void>) => {
    const perform = async (): Promise<void> => {
      try {
        await work();
      } catch (error) {
        const { message, next } = describeFailure(toFailure(error), t);
        toast(`${message} ${next}`.trim());
      }
    };
    void perform();
  });

  const tools = useMemo((): MessageTools => {
    const open: MessageTools['open'] = (message, stage, element, point) =>
      setOpened({
        stage,
        message,
        element: element ?? document.querySelector(`[data-message="${CSS.escape(message.id)}"]`) ?? undefined,
        point,
      });
    const sceneOf = (message: Message): MessageScene => ({
      message,
      t,
      peer,
      place,
      channel,
      readOnly,
      where,
      open: (stage) => open(message, stage),
      compose: (kind) => compose(kind, message),
      change,
      say: toast,
    });
    const run = (action: MessageAction, message: Message): void =>
      attempt(() => action.run(sceneOf(message)));
    return {
      where,
      readOnly,
      sceneOf,
      run,
      press: (message, key) => {
        if (MENU_KEYS.has(key)) {
          open(message, 'menu');
          return true;
        }
        const scene = sceneOf(message);
        const action = MESSAGE_ACTIONS.find((one) => one.key === key && one.isFor(scene));
        if (action !== undefined) run(action, message);
        return action !== undefined;
      },
      open,
      react: (message, emoji, remove) =>
        attempt(async () =>
          change(await peer.call('message.react', { space: place.space.id, id: message.id, emoji, remove })),
        ),
      change,
      goTo: (message) => place.goToMessage({ space: place.space.id, channel, message }),
      openThread: (message) => place.openThread(channel, message.id),
    };
  }, [t, peer, place, channel, readOnly, where, toast, change, compose, attempt]);
  // What a menu's item opens stays when the menu, which closes after it, says so.
  return { tools, opened, close: () => setOpened((now) => (now === opened ? undefined : now)) };
};

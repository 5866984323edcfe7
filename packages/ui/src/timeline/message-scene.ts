/** What an action on a message can see and do. */
import type { Message } from '@plexi/operations';
import type { LucideIcon } from 'lucide-react';
import type { PeerLink } from '../connection/peer-link.ts';
import type { TextKey, Translator } from '../texts/translate.ts';
import type { Place } from './PlaceProvider.tsx';

/** Something that opens over or beside a message. */
export type MessageStage = 'menu' | 'emoji' | 'delete' | 'hide' | 'history' | 'report';

export interface MessageScene {
  message: Message;
  t: Translator;
  peer: PeerLink['client'];
  place: Place;
  /** The channel that the message is in. */
  channel: string;
  /** Whether nothing can be written here any more. */
  readOnly: boolean;
  /** Whether it is shown in the channel, in its thread, or in a list of messages from elsewhere. */
  where: 'channel' | 'thread' | 'list';
  open: (stage: MessageStage) => void;
  /** Writes an answer to it, or writes it anew. */
  compose: (kind: 'answer' | 'edit') => void;
  /** Takes over how messages look now. */
  change: (message: Message) => void;
  /** Says what came of it. */
  say: (words: string) => void;
}

export interface MessageAction {
  id: string;
  label: TextKey | ((scene: MessageScene) => TextKey);
  icon: LucideIcon;
  /** The key that does it on a focused message, as `KeyboardEvent.key` has it. */
  key?: string;
  /** Stands in the toolbar, not only in the menu. */
  quick?: boolean;
  danger?: boolean;
  isFor: (scene: MessageScene) => boolean;
  run: (scene: MessageScene) => void | Promise<void>;
}

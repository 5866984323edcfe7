/** All that can be done with a message: the toolbar, the menu and the keys are views of this one list. Add to it. */
import {
  Bookmark,
  Copy,
  EyeOff,
  Flag,
  History,
  Link,
  MailOpen,
  MessagesSquare,
  Pencil,
  Pin,
  Reply,
  SmilePlus,
  Trash2,
  UserRound,
} from 'lucide-react';
import { writePermalink } from '../markdown/address.ts';
import type { MessageAction, MessageScene } from './message-scene.ts';

const isThere = ({ message }: MessageScene): boolean => message.deleted !== true;
const mayWrite = (scene: MessageScene): boolean => isThere(scene) && !scene.readOnly;
const isOwnPost = ({ message }: MessageScene): boolean => message.own && message.kind === 'post';
const mayModerate = ({ place }: MessageScene): boolean =>
  place.space.role === 'owner' || place.space.role === 'admin';

export const MESSAGE_ACTIONS: readonly MessageAction[] = [
  {
    id: 'react',
    label: 'action.react',
    icon: SmilePlus,
    key: '+',
    quick: true,
    isFor: mayWrite,
    run: ({ open }) => open('emoji'),
  },
  {
    id: 'answer',
    label: 'action.answer',
    icon: Reply,
    key: 'r',
    quick: true,
    isFor: (scene) => mayWrite(scene) && scene.where === 'channel',
    run: ({ compose }) => compose('answer'),
  },
  {
    id: 'thread',
    label: ({ message }) => (message.replies === undefined ? 'action.thread' : 'action.thread.open'),
    icon: MessagesSquare,
    key: 't',
    quick: true,
    isFor: (scene) => scene.where !== 'thread' && (mayWrite(scene) || scene.message.replies !== undefined),
    run: ({ place, channel, message }) => place.openThread(channel, message.id),
  },
  {
    id: 'edit',
    label: 'action.edit',
    icon: Pencil,
    key: 'e',
    isFor: (scene) =>
      mayWrite(scene) && isOwnPost(scene) && scene.message.poll === undefined && scene.where !== 'list',
    run: ({ compose }) => compose('edit'),
  },
  {
    id: 'pin',
    label: ({ message }) => (message.pinned === true ? 'action.unpin' : 'action.pin'),
    icon: Pin,
    key: 'p',
    isFor: mayWrite,
    run: async ({ peer, place, message, change, say, t }) => {
      const remove = message.pinned === true;
      change(await peer.call('message.pin', { space: place.space.id, id: message.id, remove }));
      say(t(remove ? 'pin.removed' : 'pin.done'));
    },
  },
  {
    id: 'save',
    label: ({ message }) => (message.saved === true ? 'action.unsave' : 'action.save'),
    icon: Bookmark,
    key: 's',
    isFor: isThere,
    run: async ({ peer, place, message, change, say, t }) => {
      const remove = message.saved === true;
      change(await peer.call('message.save', { space: place.space.id, id: message.id, remove }));
      say(t(remove ? 'save.removed' : 'save.done'));
    },
  },
  {
    id: 'unread',
    label: 'action.unread',
    icon: MailOpen,
    key: 'u',
    isFor: (scene) => isThere(scene) && scene.where === 'channel',
    run: async ({ peer, place, channel, message, say, t }) => {
      await peer.call('unread.read', { space: place.space.id, channel, from: message.id });
      say(t('unread.from'));
    },
  },
  {
    id: 'copy',
    label: 'action.copy',
    icon: Copy,
    key: 'c',
    isFor: (scene) => isThere(scene) && scene.message.text !== '',
    run: async ({ message, say, t }) => {
      await navigator.clipboard.writeText(message.text);
      say(t('copied'));
    },
  },
  {
    id: 'link',
    label: 'action.link',
    icon: Link,
    key: 'l',
    isFor: () => true,
    run: async ({ place, channel, message, say, t }) => {
      await navigator.clipboard.writeText(
        writePermalink({ space: place.space.id, channel, message: message.id }),
      );
      say(t('link.copied'));
    },
  },
  {
    id: 'history',
    label: 'action.history',
    icon: History,
    key: 'h',
    isFor: (scene) => isThere(scene) && scene.message.edited !== undefined,
    run: ({ open }) => open('history'),
  },
  {
    id: 'profile',
    label: 'action.profile',
    icon: UserRound,
    key: 'i',
    isFor: ({ message }) => message.kind === 'post',
    run: ({ place, message }) => place.openProfile(message.authorId),
  },
  {
    id: 'hide',
    label: 'action.hide',
    icon: EyeOff,
    isFor: (scene) => scene.where === 'channel',
    run: ({ open }) => open('hide'),
  },
  {
    id: 'report',
    label: 'action.report',
    icon: Flag,
    isFor: (scene) => mayWrite(scene) && !scene.message.own,
    run: ({ open }) => open('report'),
  },
  {
    id: 'delete',
    label: 'action.delete',
    icon: Trash2,
    key: 'Delete',
    danger: true,
    isFor: (scene) => mayWrite(scene) && (isOwnPost(scene) || mayModerate(scene)),
    run: ({ open }) => open('delete'),
  },
];

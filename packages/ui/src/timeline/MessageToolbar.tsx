import { Ellipsis } from 'lucide-react';
import { IconButton } from '../controls/Button.tsx';
import { useTexts } from '../texts/TextsProvider.tsx';
import { MESSAGE_ACTIONS } from './message-actions.ts';
import type { MessageAction, MessageScene } from './message-scene.ts';

export interface MessageToolbarProps {
  scene: MessageScene;
  onRun: (action: MessageAction) => void;
}

/** The nearest actions, floating over the corner of a message: it takes no room, so nothing moves when it appears. */
export const MessageToolbar = ({ scene, onRun }: MessageToolbarProps) => {
  const t = useTexts();
  return (
    <div className="message-toolbar" role="toolbar" aria-label={t('action.toolbar')}>
      {MESSAGE_ACTIONS.filter((action) => action.quick === true && action.isFor(scene)).map((action) => (
        <IconButton
          key={action.id}
          label={t(typeof action.label === 'string' ? action.label : action.label(scene))}
          icon={<action.icon size={16} className={action.id === 'answer' ? 'mirror' : ''} />}
          excludeFromTabOrder
          onPress={() => onRun(action)}
        />
      ))}
      <IconButton
        label={t('action.more')}
        icon={<Ellipsis size={16} />}
        aria-haspopup="menu"
        excludeFromTabOrder
        onPress={() => scene.open('menu')}
      />
    </div>
  );
};

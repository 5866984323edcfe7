import type { RefObject } from 'react';
import { Menu, MenuItem, Popover } from 'react-aria-components';
import { useTexts } from '../texts/TextsProvider.tsx';
import { MESSAGE_ACTIONS } from './message-actions.ts';
import type { MessageAction, MessageScene } from './message-scene.ts';

export interface MessageMenuProps {
  scene: MessageScene;
  anchor: RefObject<HTMLElement | null>;
  onRun: (action: MessageAction) => void;
  onClose: () => void;
}

/** Everything that can be done with a message, with the key that does it beside it. */
export const MessageMenu = ({ scene, anchor, onRun, onClose }: MessageMenuProps) => {
  const t = useTexts();
  const actions = MESSAGE_ACTIONS.filter((action) => action.isFor(scene));
  return (
    <Popover
      className="menu-popover"
      aria-label={t('action.menu', { name: scene.message.author })}
      triggerRef={anchor}
      isOpen
      placement="bottom end"
      offset={4}
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
    >
      <Menu
        className="menu"
        aria-label={t('action.menu', { name: scene.message.author })}
        autoFocus="first"
        onClose={onClose}
        onAction={(id) => {
          const action = actions.find((one) => one.id === id);
          if (action !== undefined) onRun(action);
        }}
      >
        {actions.map((action) => {
          const label = t(typeof action.label === 'string' ? action.label : action.label(scene));
          return (
            <MenuItem
              key={action.id}
              id={action.id}
              className={`menu-item${action.danger === true ? ' menu-danger' : ''}`}
              textValue={label}
            >
              <action.icon size={16} aria-hidden="true" />
              <span className="menu-label">{label}</span>
              {action.key === undefined ? null : (
                <kbd className="menu-key" aria-hidden="true">
                  {action.key === 'Delete' ? t('key.delete') : action.key.toUpperCase()}
                </kbd>
              )}
            </MenuItem>
          );
        })}
      </Menu>
    </Popover>
  );
};

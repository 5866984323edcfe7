import { ChevronDown } from 'lucide-react';
import { Button as AriaButton, Menu, MenuItem, MenuTrigger, Popover, Separator } from 'react-aria-components';
import { useTexts } from '../texts/TextsProvider.tsx';
import type { WorkspaceAction } from '../workspace/actions.ts';

export interface SpaceMenuProps {
  name: string;
  actions: readonly WorkspaceAction[];
}

/** What can be done in and around a space, behind its name. */
export const SpaceMenu = ({ name, actions }: SpaceMenuProps) => {
  const t = useTexts();
  return (
    <MenuTrigger>
      <AriaButton className="space-name" aria-label={t('space.menu', { name })}>
        <h1>
          <bdi>{name}</bdi>
        </h1>
        <ChevronDown size={16} aria-hidden="true" />
      </AriaButton>
      <Popover className="menu-popover" placement="bottom start" offset={4}>
        <Menu
          className="menu"
          aria-label={t('space.menu', { name })}
          onAction={(key) => actions.find((action) => action.id === key)?.run()}
        >
          {actions.flatMap((action, index) => {
            const item = (
              <MenuItem key={action.id} id={action.id} className="menu-item" textValue={action.label}>
                {action.icon}
                <span>{action.label}</span>
              </MenuItem>
            );
            const startsSection = index > 0 && actions[index - 1]?.section !== action.section;
            return startsSection
              ? [<Separator key={`before-${action.id}`} className="menu-line" />, item]
              : [item];
          })}
        </Menu>
      </Popover>
    </MenuTrigger>
  );
};

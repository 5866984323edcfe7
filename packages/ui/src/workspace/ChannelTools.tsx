import { Ellipsis, Files, NotebookPen, Pin, Search, SlidersHorizontal, UsersRound } from 'lucide-react';
import type { ReactNode } from 'react';
import { Menu, MenuItem, MenuTrigger, Popover } from 'react-aria-components';
import { IconButton } from '../controls/Button.tsx';
import { useTexts } from '../texts/TextsProvider.tsx';
import type { TextKey } from '../texts/translate.ts';
import type { Layout } from './use-layout.ts';

interface Tool {
  label: TextKey;
  icon: ReactNode;
  /** Whether what it opens is open. */
  open?: boolean;
  run: () => void;
}

const ToolButton = ({ tool, className }: { tool: Tool; className?: string }) => {
  const t = useTexts();
  return (
    <IconButton
      {...(className === undefined ? {} : { className })}
      label={t(tool.label)}
      icon={tool.icon}
      {...(tool.open === undefined ? {} : { 'aria-pressed': tool.open })}
      onPress={tool.run}
    />
  );
};

export interface ChannelToolsProps {
  layout: Layout;
  withSettings: boolean;
}

/** What one opens beside a channel. In a narrow head those that are wanted less often stand in a menu. */
export const ChannelTools = ({ layout, withSettings }: ChannelToolsProps) => {
  const t = useTexts();
  const pane = (name: NonNullable<Layout['pane']>, label: TextKey, icon: ReactNode): Tool => ({
    label,
    icon,
    open: layout.pane === name,
    run: () => layout.togglePane(name),
  });
  const settings: Tool = {
    label: 'channel.settings',
    icon: <SlidersHorizontal size={18} />,
    run: () => layout.openSheet('channel-settings'),
  };
  const lesser = [
    ...(withSettings ? [settings] : []),
    pane('pins', 'pins.show', <Pin size={18} />),
    pane('files', 'files.show', <Files size={18} />),
  ];
  return (
    <>
      <ToolButton tool={pane('search', 'search.open', <Search size={18} />)} />
      {lesser.map((tool) => (
        <ToolButton key={tool.label} tool={tool} className="channel-tool-lesser" />
      ))}
      <ToolButton tool={pane('canvas', 'canvas.open', <NotebookPen size={18} />)} />
      <ToolButton tool={pane('members', 'member.show', <UsersRound size={18} />)} />
      <MenuTrigger>
        <IconButton className="channel-more" label={t('channel.more')} icon={<Ellipsis size={18} />} />
        <Popover className="menu-popover" placement="bottom end" offset={4}>
          <Menu
            className="menu"
            aria-label={t('channel.more')}
            onAction={(key) => lesser.find(({ label }) => label === key)?.run()}
          >
            {lesser.map(({ label, icon }) => (
              <MenuItem key={label} id={label} className="menu-item" textValue={t(label)}>
                {icon}
                <span>{t(label)}</span>
              </MenuItem>
            ))}
          </Menu>
        </Popover>
      </MenuTrigger>
    </>
  );
};

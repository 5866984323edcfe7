import type { ChannelSummary, SpaceSummary } from '@plexi/operations';
import { Hash } from 'lucide-react';
import type { ReactNode } from 'react';
import {
  Autocomplete,
  Dialog,
  Input,
  Menu,
  MenuItem,
  Modal,
  ModalOverlay,
  TextField,
  useFilter,
} from 'react-aria-components';
import { Avatar } from '../identity/Avatar.tsx';
import { useTexts } from '../texts/TextsProvider.tsx';
import type { WorkspaceAction } from '../workspace/actions.ts';

export interface PaletteProps {
  spaces: readonly SpaceSummary[];
  channels: readonly ChannelSummary[];
  actions: readonly WorkspaceAction[];
  onSpace: (space: string) => void;
  onChannel: (channel: string) => void;
  onClose: () => void;
}

interface Item {
  id: string;
  label: string;
  kind: string;
  icon: ReactNode;
  run: () => void;
}

/** Goes anywhere and does anything by a few letters. */
export const Palette = ({ spaces, channels, actions, onSpace, onChannel, onClose }: PaletteProps) => {
  const t = useTexts();
  const { contains } = useFilter({ sensitivity: 'base' });
  const items: Item[] = [
    ...channels.map((channel) => ({
      id: `channel-${channel.id}`,
      label: channel.name,
      kind: t('palette.channel'),
      icon: <Hash size={16} />,
      run: () => onChannel(channel.id),
    })),
    ...spaces.map((space) => ({
      id: `space-${space.id}`,
      label: space.name,
      kind: t('palette.space'),
      icon: <Avatar id={space.id} name={space.name} size="small" shape="space" />,
      run: () => onSpace(space.id),
    })),
    ...actions.map(({ id, label, icon, run }) => ({
      id: `action-${id}`,
      label,
      kind: t('palette.action'),
      icon,
      run,
    })),
  ];
  return (
    <ModalOverlay
      className="shade shade-top"
      isOpen
      isDismissable
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
    >
      <Modal className="modal" data-size="wide">
        <Dialog className="palette" aria-label={t('palette.open')}>
          <Autocomplete filter={contains}>
            <TextField aria-label={t('palette.input')} autoFocus autoComplete="off">
              <Input className="palette-input" placeholder={t('palette.input')} dir="auto" />
            </TextField>
            <Menu
              className="menu palette-list"
              aria-label={t('palette.open')}
              items={items}
              onAction={(key) => {
                onClose();
                items.find((item) => item.id === key)?.run();
              }}
              renderEmptyState={() => <p className="soft palette-none">{t('palette.none')}</p>}
            >
              {(item) => (
                <MenuItem id={item.id} className="menu-item" textValue={item.label}>
                  <span className="palette-icon">{item.icon}</span>
                  <span className="channel-name">
                    <bdi>{item.label}</bdi>
                  </span>
                  <span className="faint tiny">{item.kind}</span>
                </MenuItem>
              )}
            </Menu>
          </Autocomplete>
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
};

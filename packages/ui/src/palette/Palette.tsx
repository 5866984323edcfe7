import { useState } from 'react';
import {
  Autocomplete,
  Dialog,
  Header,
  Input,
  Menu,
  MenuItem,
  MenuSection,
  Modal,
  ModalOverlay,
  TextField,
} from 'react-aria-components';
import { Combo } from '../keys/Combo.tsx';
import { MarkedName } from '../lookalike/MarkedName.tsx';
import { useTexts } from '../texts/TextsProvider.tsx';
import { rankItems } from './palette-items.ts';
import { type PaletteItemsInput, usePaletteItems } from './use-palette-items.tsx';

export interface PaletteProps extends Omit<PaletteItemsInput, 'letters'> {
  onClose: () => void;
}

/** Goes anywhere and does anything by a few letters. */
export const Palette = ({ onClose, ...input }: PaletteProps) => {
  const t = useTexts();
  const [letters, setLetters] = useState('');
  const items = usePaletteItems({ ...input, letters });
  const sections = rankItems(items, letters);
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
          <Autocomplete inputValue={letters} onInputChange={setLetters}>
            <TextField aria-label={t('palette.input')} autoFocus autoComplete="off">
              <Input className="palette-input" placeholder={t('palette.input')} dir="auto" />
            </TextField>
            <Menu
              className="menu palette-list"
              aria-label={t('palette.open')}
              onAction={(key) => {
                onClose();
                items.find((item) => item.id === key)?.run();
              }}
              renderEmptyState={() => <p className="soft palette-none">{t('palette.none')}</p>}
            >
              {sections.map((section) => (
                <MenuSection key={section.group} id={`group-${section.group}`}>
                  <Header className="palette-group">{t(`palette.group.${section.group}`)}</Header>
                  {section.items.map((item) => (
                    <MenuItem key={item.id} id={item.id} className="menu-item" textValue={item.label}>
                      <span className="palette-icon">{item.icon}</span>
                      <span className="channel-name">
                        {item.named === undefined ? (
                          item.label
                        ) : (
                          <MarkedName {...item.named} name={item.label} />
                        )}
                      </span>
                      {item.detail === undefined ? null : <span className="soft tiny">{item.detail}</span>}
                      {item.keys === undefined ? null : <Combo of={item.keys} />}
                    </MenuItem>
                  ))}
                </MenuSection>
              ))}
            </Menu>
          </Autocomplete>
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
};

import { X } from 'lucide-react';
import type { ReactNode } from 'react';
import { Dialog, Heading, Modal, ModalOverlay } from 'react-aria-components';
import { useTexts } from '../texts/TextsProvider.tsx';
import { IconButton } from './Button.tsx';

export interface SheetProps {
  title: string;
  onClose: () => void;
  children: ReactNode;
  /** Danger is asked with the role that screen readers interrupt for. */
  alert?: boolean;
  size?: 'narrow' | 'wide' | 'broad';
}

/** A dialog over the page: Escape and a click beside it close it, focus goes back to where it was. */
export const Sheet = ({ title, onClose, children, alert = false, size = 'narrow' }: SheetProps) => {
  const t = useTexts();
  return (
    <ModalOverlay
      className="shade"
      isOpen
      isDismissable={!alert}
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
    >
      <Modal className="modal" data-size={size}>
        <Dialog className="sheet" role={alert ? 'alertdialog' : 'dialog'}>
          <header className="sheet-head">
            <Heading slot="title" level={2}>
              {title}
            </Heading>
            <IconButton label={t('close')} icon={<X size={18} />} onPress={onClose} />
          </header>
          {children}
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
};

import { useState } from 'react';
import type { AwarenessPane } from '../awareness/AwarenessNav.tsx';

export type PaneName =
  | AwarenessPane
  | 'files'
  | 'members'
  | 'canvas'
  | 'sync'
  | 'trust'
  | 'profile'
  | 'pins'
  | 'plugin'
  | 'reports'
  | 'search'
  | 'thread';
export type SheetName =
  | 'invite'
  | 'channel'
  | 'palette'
  | 'quit'
  | 'account'
  | 'keys'
  | 'settings'
  | 'channel-settings'
  | 'space-settings'
  | 'browse'
  | 'direct'
  | 'requests'
  | 'status';
/** Which column a narrow window shows. */
type Column = 'side' | 'main' | 'pane';

export interface Layout {
  pane: PaneName | undefined;
  /** Whom or what the pane is about, by id. */
  subject: string | undefined;
  /** How often a pane was opened, also where it was open already. */
  asked: number;
  sheet: SheetName | undefined;
  column: Column;
  openPane: (pane: PaneName, subject?: string) => void;
  togglePane: (pane: PaneName) => void;
  closePane: () => void;
  openSheet: (sheet: SheetName) => void;
  closeSheet: () => void;
  showColumn: (column: Column) => void;
}

/** What is open beside and over the timeline. */
export const useLayout = (): Layout => {
  const [opened, setOpened] = useState<{ pane: PaneName; subject: string | undefined }>();
  const [asked, setAsked] = useState(0);
  const [sheet, setSheet] = useState<SheetName>();
  const [column, setColumn] = useState<Column>('main');
  const openPane = (pane: PaneName, subject?: string): void => {
    setOpened({ pane, subject });
    setAsked((count) => count + 1);
    setColumn('pane');
  };
  const closePane = (): void => {
    setOpened(undefined);
    setColumn((now) => (now === 'pane' ? 'main' : now));
  };
  return {
    pane: opened?.pane,
    subject: opened?.subject,
    asked,
    sheet,
    column,
    openPane,
    togglePane: (next) => (opened?.pane === next ? closePane() : openPane(next)),
    closePane,
    openSheet: setSheet,
    closeSheet: () => setSheet(undefined),
    showColumn: setColumn,
  };
};

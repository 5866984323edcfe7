import { useState } from 'react';

export type PaneName = 'members' | 'note' | 'pins' | 'search' | 'sync' | 'thread' | 'trust';
export type SheetName = 'invite' | 'channel' | 'palette' | 'quit' | 'account';
/** Which column a narrow window shows. */
type Column = 'side' | 'main' | 'pane';

export interface Layout {
  pane: PaneName | undefined;
  sheet: SheetName | undefined;
  column: Column;
  openPane: (pane: PaneName) => void;
  togglePane: (pane: PaneName) => void;
  closePane: () => void;
  openSheet: (sheet: SheetName) => void;
  closeSheet: () => void;
  showColumn: (column: Column) => void;
}

/** What is open beside and over the timeline. */
export const useLayout = (): Layout => {
  const [pane, setPane] = useState<PaneName>();
  const [sheet, setSheet] = useState<SheetName>();
  const [column, setColumn] = useState<Column>('main');
  const openPane = (next: PaneName): void => {
    setPane(next);
    setColumn('pane');
  };
  const closePane = (): void => {
    setPane(undefined);
    setColumn((now) => (now === 'pane' ? 'main' : now));
  };
  return {
    pane,
    sheet,
    column,
    openPane,
    togglePane: (next) => (pane === next ? closePane() : openPane(next)),
    closePane,
    openSheet: setSheet,
    closeSheet: () => setSheet(undefined),
    showColumn: setColumn,
  };
};

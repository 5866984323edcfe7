import type { ReactNode } from 'react';

/** Something that a person may do from where they are: shown in the space's menu and in the palette. */
export interface WorkspaceAction {
  id: string;
  label: string;
  icon: ReactNode;
  /** Neighbours of one section stand together. */
  section: 'space' | 'view' | 'app';
  run: () => void;
}

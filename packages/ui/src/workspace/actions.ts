import type { OperationId } from '@plexi/operations';
import type { ReactNode } from 'react';
import type { KeyId } from '../keys/key-map.ts';

/** Something that a person may do from where they are: shown in the space's menu and in the palette. */
export interface WorkspaceAction {
  id: string;
  label: string;
  icon: ReactNode;
  /** Neighbours of one section stand together. */
  section: 'space' | 'channel' | 'view' | 'app';
  /** In the palette only. */
  paletteOnly?: boolean;
  keys?: KeyId;
  /** The operations that it leads to. */
  leadsTo?: readonly OperationId[];
  run: () => void;
}

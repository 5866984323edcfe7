/** The peer's process as a child of plain Node, from its bundle where that is up to date. Electron has one of its own. */
import { startProgram } from '@plexi/bundle';

await startProgram('peer', () => import('./index.ts'));

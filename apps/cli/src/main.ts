/** `plexi`, from its bundle where that is up to date. */
import { startProgram } from '@plexi/bundle';

await startProgram('cli', () => import('./program.ts'));

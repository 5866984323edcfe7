/** The daemon (`program.ts`), from its bundle where that is up to date. */
import { startProgram } from '@plexi/bundle';

await startProgram('relay', () => import('./program.ts'));

/** Where the checkout keeps what starting needs. */
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../../..', import.meta.url));

export const PLACES = {
  root,
  desktop: path.join(root, 'apps', 'desktop'),
  /** What the checkout remembers; not in git. */
  state: path.join(root, '.plexi'),
  interface: path.join(root, 'apps', 'desktop', 'out', 'renderer'),
  mainProgram: path.join(root, 'apps', 'desktop', 'out', 'main', 'index.js'),
  relayProgram: path.join(root, 'apps', 'relay', 'src', 'main.ts'),
  startProgram: path.join(root, 'scripts', 'start.ts'),
};

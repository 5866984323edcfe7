import { lookAt } from './look-at-screens.ts';

lookAt(1);
